using System.Globalization;

namespace Loci.Fuzzing.Running;

/// <summary>Peak of this process's resident memory since it was last asked to forget, as Linux counts it; 0 elsewhere.</summary>
internal static class ResidentPeak
{
    private const string Forget = "/proc/self/clear_refs", Status = "/proc/self/status", Peak = "VmHWM:";

    private static readonly bool Works = OperatingSystem.IsLinux() && CanForget();

    /// <summary>Forgets the peak; what is resident now.</summary>
    public static long Reset() => CanForget() ? Read() : 0;

    /// <summary>The peak in bytes.</summary>
    public static long Read()
    {
        if (!Works)
        {
            return 0;
        }

        string line = File.ReadLines(Status).First(text => text.StartsWith(Peak, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(Peak.Length, line.Length - Peak.Length - 2).Trim(), CultureInfo.InvariantCulture);
    }

    private static bool CanForget()
    {
        try
        {
            File.WriteAllText(Forget, "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
