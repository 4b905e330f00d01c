using Loci.Samples.AdaptiveChat;

DirectoryInfo place = Directory.CreateTempSubdirectory("loci-sample-");
try
{
    Console.Write(await Conversation.RunAsync(Path.Combine(place.FullName, "workshop.loci")));
}
finally
{
    place.Delete(recursive: true);
}
