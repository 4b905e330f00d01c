using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class SensitivityCacheTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;
    private readonly string _cache = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public SensitivityCacheTests() => _model = _folder.Load();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
        if (Directory.Exists(_cache)) Directory.Delete(_cache, recursive: true);
    }

    [Fact]
    public void What_was_measured_is_read_again_to_the_bit()
    {
        var measured = Factors();
        var file = Assert.Single(Directory.GetFiles(_cache));
        var written = File.GetLastWriteTimeUtc(file);
        Assert.Equal(measured, Factors());
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public void What_lies_in_the_model_s_folder_comes_first_if_it_is_of_these_weights()
    {
        var measured = Factors();
        var own = Path.Combine(_model.Folder, SensitivityCache.FileName);
        using var other = Sensitivity.Measure(_model, [TinyModel.Tokens(1)], Stop);
        SensitivityCache.Write(other, own, _model.WeightsHash());
        Assert.NotEqual(measured, Factors());
        SensitivityCache.Write(other, own, "another model");
        Assert.Equal(measured, Factors());
    }

    [Fact]
    public void A_damaged_file_is_measured_anew_and_one_that_cannot_be_kept_does_not_matter()
    {
        var measured = Factors();
        var file = Assert.Single(Directory.GetFiles(_cache));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..100]);
        Assert.Equal(measured, Factors());
        Directory.Delete(_cache, recursive: true);
        File.WriteAllText(_cache, "a file where the folder should be");
        try
        {
            Assert.Equal(measured, Factors());
        }
        finally
        {
            File.Delete(_cache);
        }
    }

    private float[] Factors()
    {
        using var sensitivity = SensitivityCache.Get(_model, _cache, Stop);
        return [.. sensitivity.Factors(_model.Blueprint, 1).SelectMany(factor => factor.data<float>().ToArray())];
    }
}
