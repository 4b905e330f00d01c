using Loci.Samples.NearDuplicates;

DirectoryInfo place = Directory.CreateTempSubdirectory("loci-sample-");
try
{
    Console.Write(await Comparison.RunAsync(Path.Combine(place.FullName, "notes.loci")));
}
finally
{
    place.Delete(recursive: true);
}
