using System.Security.Cryptography;

namespace Loci.Server.Endpoints;

/// <summary>Seeds for draws that are given none.</summary>
internal static class Seeds
{
    /// <summary>A seed nobody can guess.</summary>
    public static long Fresh() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & int.MaxValue;
}
