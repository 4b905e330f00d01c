using Loci.Text.Chat.Families;
using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat;

/// <summary>
/// Finds the chat template of a checkpoint. Templates are programs in Jinja; they are not run but recognised as one of Llama 3, ChatML (Qwen), Phi-3,
/// Gemma or Mistral by what they write, down to the spaces. One that is not recognised is refused, not guessed at.
/// </summary>
public static class ChatTemplates
{
    private static readonly Func<TemplateSource, IChatFormat?>[] _families =
        [Llama3Family.Recognise, ChatMlFamily.Recognise, Phi3Family.Recognise, GemmaFamily.Recognise, MistralFamily.Recognise];

    /// <summary>
    /// The template of a model's folder: <c>chat_template.jinja</c>, else <c>chat_template</c> in <c>tokenizer_config.json</c>, of several the one named
    /// <c>default</c>.
    /// </summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="today">The date that a template may tell the model (Llama 3.2 asks for it). Default: the fixed date that the template falls back on.</param>
    /// <returns>The template, or null where the checkpoint has none: a base model, which continues plain text.</returns>
    /// <exception cref="InvalidInputException">The template is none of the known families', or a file is damaged.</exception>
    public static ChatTemplate? Find(string folder, DateOnly? today = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (TemplateFiles.Find(folder) is not { } found) return null;
        var (beginning, end) = TemplateFiles.Markers(folder);
        try
        {
            return Recognise(found.Text, beginning, end, today);
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException($"{found.File}: {error.Message}", error);
        }
    }

    /// <summary>The family of a template that stands elsewhere than in a folder.</summary>
    /// <param name="template">The template in Jinja.</param>
    /// <param name="beginningOfText">What the template's <c>bos_token</c> stands for; empty where the checkpoint has none.</param>
    /// <param name="endOfText">What the template's <c>eos_token</c> stands for; empty likewise.</param>
    /// <param name="today">As for <see cref="Find"/>.</param>
    /// <exception cref="InvalidInputException">The template is none of the known families'.</exception>
    public static ChatTemplate Recognise(string template, string beginningOfText, string endOfText, DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(beginningOfText);
        ArgumentNullException.ThrowIfNull(endOfText);
        var source = new TemplateSource(new TemplateSketch(template), beginningOfText, endOfText, today);
        return (source.OpensOnce ? _families : []).Select(recognise => recognise(source)).OfType<IChatFormat>().FirstOrDefault() is { } format
            ? new ChatTemplate(format)
            : throw new InvalidInputException(
                $"expected a chat template of Llama 3, ChatML (Qwen), Phi-3, Gemma or Mistral as published, found another one, {Marks(source.Sketch)}. Use the model with plain text, or write its conversations yourself.");
    }

    private static string Marks(TemplateSketch sketch)
    {
        const int most = 12;
        var marks = sketch.Marks();
        return marks.Count == 0 ? "without special tokens" : $"with {string.Join(' ', marks.Take(most))}{(marks.Count > most ? " ..." : "")}";
    }
}
