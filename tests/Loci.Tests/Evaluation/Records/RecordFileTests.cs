using Loci.Evaluation.Records;

namespace Loci.Tests.Evaluation.Records;

public sealed class RecordFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_was_added_is_known_when_the_file_is_opened_again()
    {
        var result = Result(0.1 + 0.2);
        using (var records = RecordFile.Open(_path, "x"))
        {
            records.Add("a", result);
            records.Add("b", null);
        }
        using var again = RecordFile.Open(_path, "x");
        Assert.Equal(2, again.Count);
        Assert.True(again.TryGet("a", out var found));
        Assert.Equal(result.BaseNats, found!.BaseNats); // to the bit
        Assert.Equal(result.Methods["sift"].Nats, found.Methods["sift"].Nats);
        Assert.Equal(result.Methods["sift"].GuardNats, found.Methods["sift"].GuardNats); // NaN among them
        Assert.True(again.TryGet("b", out var nothing));
        Assert.Null(nothing);
        Assert.False(again.TryGet("c", out _));
    }

    [Fact]
    public void A_line_that_a_kill_left_half_written_is_dropped_at_every_length()
    {
        using (var records = RecordFile.Open(_path, "x")) records.Add("a", Result(1));
        var one = new FileInfo(_path).Length;
        using (var records = RecordFile.Open(_path, "x")) records.Add("b", Result(2));
        var whole = File.ReadAllBytes(_path);
        for (var length = (int)one; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(_path, whole[..length]);
            using (var records = RecordFile.Open(_path, "x"))
            {
                Assert.Equal(1, records.Count);
                records.Add("c", Result(3));
            }
            using var again = RecordFile.Open(_path, "x");
            Assert.True(again.TryGet("a", out _) && again.TryGet("c", out _));
        }
    }

    [Fact]
    public void Records_of_something_else_are_refused_and_kept()
    {
        using (var records = RecordFile.Open(_path, "sift with N = 20")) records.Add("a", Result(1));
        var before = File.ReadAllBytes(_path);
        var error = Assert.Throws<InvalidInputException>(() => RecordFile.Open(_path, "sift with N = 50"));
        Assert.Contains("N = 20", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("null\n")]
    [InlineData("[1]\n")]
    public void What_holds_no_records_is_refused(string content)
    {
        File.WriteAllText(_path, content);
        Assert.Throws<InvalidInputException>(() => RecordFile.Open(_path, "x"));
        Assert.Equal(content, File.ReadAllText(_path));
    }

    private static DocumentResult Result(double nats) => new("A", "a", 3, 5, nats, new Dictionary<string, MethodResult>(StringComparer.Ordinal)
    {
        ["sift"] = new([nats, nats / 3], [double.NaN, 1], [0, 0.25], 1, [2.5], 1, [0.5], [0.75], [7], new Dictionary<string, double>(StringComparer.Ordinal) { ["tune"] = 0.25 }),
    });
}
