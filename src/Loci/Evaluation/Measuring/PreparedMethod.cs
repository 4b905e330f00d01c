using Loci.Evaluation.Methods;
using Loci.Learning;
using Loci.Models;

namespace Loci.Evaluation.Measuring;

/// <summary>A method with what it needs.</summary>
/// <param name="Method">The method.</param>
/// <param name="Retriever">Finds and picks chunks; null where none are.</param>
/// <param name="Tuner">Takes the steps; null where the picks are put into the context.</param>
internal sealed record PreparedMethod(EvaluationMethod Method, Retriever? Retriever, ITuner? Tuner);
