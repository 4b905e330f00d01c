namespace Loci.Tensors;

/// <summary>Recognises other formats by their first bytes, to say what a refused file is. Pickles are never read: they can run code.</summary>
internal static class ForeignFormat
{
    /// <summary>As many bytes of the beginning as <see cref="Describe"/> looks at.</summary>
    public const int HeadLength = 32;

    /// <summary>What the file is and what to do, or null if it is nothing known.</summary>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\x03\x04"u8))
        {
            return "it is a zip archive, as PyTorch checkpoints (.bin, .pt) and .npz files are; a pickle inside could run code. Convert it to safetensors";
        }
        if (head.Length > 1 && head[0] == 0x80 && head[1] is >= 2 and <= 5)
        {
            return "it is a pickle, as old PyTorch checkpoints are; it could run code and is never read. Convert it to safetensors";
        }
        if (head.Length > 5 && head[0] == 0x93 && head[1..].StartsWith("NUMPY"u8))
        {
            return "it is a NumPy array (.npy)";
        }
        if (head.StartsWith("GGUF"u8))
        {
            return "it is a GGUF model. Get the safetensors version of it";
        }
        if (head.StartsWith("version https://git-lfs"u8))
        {
            return "it is a Git LFS pointer, not the file itself. Fetch the file with Git LFS";
        }
        if (head is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
        {
            return "it is an HDF5 file, as Keras and TensorFlow checkpoints (.h5) are. Convert it to safetensors";
        }
        if (head is [0x1F, 0x8B, ..])
        {
            return "it is compressed with gzip. Unpack it";
        }
        return head.StartsWith("<!"u8) || head.StartsWith("<html"u8) ? "it is a web page, as failed downloads leave. Fetch the file again" : null;
    }
}
