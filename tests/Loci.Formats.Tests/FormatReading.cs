using Loci.Ingest;

namespace Loci.Formats.Tests;

/// <summary>A folder to put files into and read them from with every format; gone after the test.</summary>
public abstract class FormatReading : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-formats-");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Folder => _folder.FullName;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    protected List<SourceDocument> Read(string name, byte[] content, string? textField = null) => [.. Reader(textField).Read([Write(name, content)], Stop)];

    protected string Refused(string name, byte[] content) => Assert.Throws<InvalidInputException>(() => Read(name, content)).Message;

    protected static DocumentReader Reader(string? textField = null) => new(new IngestOptions { Formats = DocumentFormats.All, TextField = textField });
}
