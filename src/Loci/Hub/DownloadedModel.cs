namespace Loci.Hub;

/// <summary>A model that is in the cache.</summary>
/// <param name="Name">Its name on the hub.</param>
/// <param name="Commit">The commit that was asked for or found, 40 hexadecimal digits.</param>
/// <param name="Folder">Its folder, in Hugging Face layout.</param>
/// <param name="Files">How many files it has there.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="DownloadedBytes">Bytes that came over the network; 0 where all was there.</param>
/// <param name="Refused">Names in the repository that are no plain paths; what they stand for was left out.</param>
public sealed record DownloadedModel(RepositoryName Name, string Commit, string Folder, int Files, long Bytes, long DownloadedBytes, IReadOnlyList<string> Refused);
