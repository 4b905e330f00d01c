using Loci.Text.Chat;

namespace Loci.Models;

/// <summary>A language model that can say how it was taught to read conversations.</summary>
public interface IChatModel : ILanguageModel
{
    /// <summary>Finds the model's chat template.</summary>
    /// <param name="today">The date that a template may tell the model. Default: the fixed date that the template falls back on.</param>
    /// <returns>The template, or null where the model has none: a base model, which continues plain text.</returns>
    /// <exception cref="InvalidInputException">The template is none of the known families', or a file is damaged.</exception>
    ChatTemplate? FindChatTemplate(DateOnly? today = null);
}
