namespace Loci.Models;

/// <summary>A model that can say which weights it has.</summary>
public interface IWeightsIdentity
{
    /// <summary>SHA-256 over all weights, in small hexadecimal letters: two models with one hash are bit for bit the same. Reads every weight; a tuning session, every weight that it may change.</summary>
    string WeightsHash();
}
