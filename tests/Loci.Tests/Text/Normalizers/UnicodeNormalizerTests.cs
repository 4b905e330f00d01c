using CsCheck;
using Loci.Text.Normalizers;

namespace Loci.Tests.Text.Normalizers;

public sealed class UnicodeNormalizerTests
{
    private static readonly UnicodeNormalizer _nfc = new(compatible: false, compose: true);
    private static readonly UnicodeNormalizer _nfd = new(compatible: false, compose: false);
    private static readonly UnicodeNormalizer _nfkc = new(compatible: true, compose: true);
    private static readonly UnicodeNormalizer _nfkd = new(compatible: true, compose: false);

    /// <summary>Rows of the standard's own test file: source, NFC, NFD, NFKC, NFKD.</summary>
    [Theory]
    [InlineData("\u1E0A", "\u1E0A", "D\u0307", "\u1E0A", "D\u0307")]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307", "D\u0323\u0307", "\u1E0C\u0307", "D\u0323\u0307")]
    [InlineData("\u00A0", "\u00A0", "\u00A0", " ", " ")]
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\uFB01", "\uFB01", "\uFB01", "fi", "fi")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    [InlineData("\U0001D49C", "\U0001D49C", "\U0001D49C", "A", "A")]
    [InlineData("\u09C7\u0334\u09BE", "\u09C7\u0334\u09BE", "\u09C7\u0334\u09BE", "\u09C7\u0334\u09BE", "\u09C7\u0334\u09BE")]
    [InlineData("a\u0315\u0300\u05AE\u0061", "\u00E0\u05AE\u0315a", "a\u05AE\u0300\u0315a", "\u00E0\u05AE\u0315a", "a\u05AE\u0300\u0315a")]
    public void Forms_are_those_of_the_standard(string source, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, _nfc.Normalize(source));
        Assert.Equal(nfd, _nfd.Normalize(source));
        Assert.Equal(nfkc, _nfkc.Normalize(source));
        Assert.Equal(nfkd, _nfkd.Normalize(source));
    }

    [Fact]
    public void Forms_of_forms_are_forms() => Gen.OneOf(Texts.Any, Gen.String[Gen.Char['\u00C0', '\u0330'], 0, 12], Gen.String[Gen.Char['\u1100', '\u1200'], 0, 8]).Sample(text =>
    {
        Assert.Equal(_nfc.Normalize(text), _nfc.Normalize(_nfd.Normalize(text)));
        Assert.Equal(_nfd.Normalize(text), _nfd.Normalize(_nfc.Normalize(text)));
        Assert.Equal(_nfkc.Normalize(text), _nfkc.Normalize(_nfkd.Normalize(_nfc.Normalize(text))));
        Assert.Equal(_nfkd.Normalize(text), _nfkd.Normalize(_nfkc.Normalize(text)));
    });
}
