using ICSharpCode.SharpZipLib.GZip;

namespace Loci.Ingest;

/// <summary>
/// Reads gzip, member after member, checks every checksum and takes a cut anywhere but between two members for the fault it is. The
/// framework's own stream ends quietly there. Bytes after the last member that begin no other are a fault too, unless all are zero
/// (padding).
/// </summary>
internal sealed class CheckedGzipStream(Stream inner) : GZipInputStream(inner, BufferSize)
{
    private const int BufferSize = 1 << 16;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            var read = base.Read(buffer, offset, count);
            if (read == 0 && count > 0) CheckThatNothingFollows();
            return read;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException) // the library does not check every code length it reads
        {
            throw new InvalidDataException("the gzip data is damaged", e);
        }
    }

    private void CheckThatNothingFollows()
    {
        while (inputBuffer.Available > 0)
        {
            var rest = inputBuffer.RawData.AsSpan(inputBuffer.RawLength - inputBuffer.Available, inputBuffer.Available);
            if (rest.ContainsAnyExcept((byte)0)) throw new InvalidDataException("bytes that are no gzip member follow the last one");
            inputBuffer.Available = 0;
            inputBuffer.Fill();
        }
    }
}
