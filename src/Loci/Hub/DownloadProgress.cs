namespace Loci.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file on its way.</param>
/// <param name="Present">Bytes that are there, those of earlier downloads included.</param>
/// <param name="Bytes">Bytes in all.</param>
/// <param name="Received">Bytes that came over the network this time.</param>
public sealed record DownloadProgress(HubFileName File, long Present, long Bytes, long Received);
