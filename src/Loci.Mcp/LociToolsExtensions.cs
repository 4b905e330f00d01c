using Loci.Learning;
using Loci.Memories;
using Loci.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Loci.Mcp;

/// <summary>Adds Loci to a server of the Model Context Protocol.</summary>
public static class LociToolsExtensions
{
    /// <summary>
    /// Adds the tools of a memory: <c>select</c> always, <c>remember</c> unless it is only read, <c>ask</c> where there is a learner. Calls may come at once. What goes wrong is a tool error in words,
    /// without stack traces or full paths.
    /// </summary>
    /// <param name="builder">The server's builder.</param>
    /// <param name="memory">What is searched and added to; stays the caller's, and must outlive the server.</param>
    /// <param name="learner">Adapts the model that answers, over the same memory; null for none.</param>
    /// <param name="options">What the tools may do; null for the defaults.</param>
    /// <exception cref="InvalidInputException">An option makes no sense.</exception>
    public static IMcpServerBuilder AddLociTools(this IMcpServerBuilder builder, IMemory memory, TestTimeLearner? learner = null, LociToolOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(memory);
        options ??= new LociToolOptions();
        options.Hold();
        builder.WithTools(new SelectTool(memory, options));
        var chunker = options.Chunker ?? (learner is null ? null : Chunker.For(learner.Model.Tokenizer, learner.Model.ContextLength));
        if (!options.ReadOnly && chunker is not null) builder.WithTools(new RememberTool(memory, chunker));
        if (learner is not null) builder.WithTools(new AskTool(learner, options));
        return builder;
    }
}
