namespace Loci.Memories;

/// <summary>Removes what was derived of documents that are to be forgotten.</summary>
internal static class DerivedFiles
{
    /// <summary>Deletes the files of a folder of derived files; those of folders within are others'.</summary>
    public static void Delete(string folder)
    {
        try
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"What was derived of forgotten documents could not be deleted: {e.Message} Delete the folder {folder}; it is made anew when it is needed.", e);
        }
    }
}
