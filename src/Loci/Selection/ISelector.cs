namespace Loci.Selection;

/// <summary>A rule that picks a sequence of candidates for the targets. Stateless: one instance serves any number of threads.</summary>
public interface ISelector
{
    /// <summary>The rule's name as the command line and reports give it, such as <c>sift</c>.</summary>
    string Name { get; }

    /// <summary>Picks up to <see cref="SelectionOptions.Count"/> candidates, most useful first. The same answer on every run; ties go to the lowest index.</summary>
    /// <param name="kernel">Kernel over candidates and targets.</param>
    /// <param name="options">How many, with what noise, and what is allowed.</param>
    /// <param name="cancellationToken">Checked between picks.</param>
    SelectionResult Select(ICandidateKernel kernel, SelectionOptions options, CancellationToken cancellationToken = default);
}
