using Loci.Generation;
using Loci.Models;
using Loci.Text.Chat;

namespace Loci.Cli.Hosting;

/// <summary>What the model continues: the user's text as it is, or as the checkpoint's chat template writes it.</summary>
/// <param name="Tokens">The prompt, with all that opens it.</param>
/// <param name="StopTokens">Tokens that end the answer besides the model's own.</param>
/// <param name="Template">The family of the chat template, or null for plain text.</param>
internal sealed record AskedPrompt(int[] Tokens, IReadOnlyList<int> StopTokens, string? Template)
{
    /// <summary>Writes a prompt.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="text">The user's text.</param>
    /// <param name="system">A system prompt, or null.</param>
    /// <param name="chat"><c>auto</c>, <c>on</c> or <c>off</c>.</param>
    /// <exception cref="InvalidInputException">A template is asked for and there is none, it is not known, or the prompt is longer than the context.</exception>
    public static AskedPrompt Of(ILanguageModel model, string folder, string text, string? system, string chat)
    {
        var template = chat == "off" ? null : Find(folder);
        if (template is null && chat == "on") throw new InvalidInputException($"--chat on: expected a model with a chat template, found none in {folder}. Leave the option out to give {model.Name} plain text.");
        if (template is null && system is not null)
            throw new InvalidInputException($"--system: expected a model that is given its chat template, found {(chat == "off" ? "--chat off" : $"none in {folder}")}. Put the text before the prompt instead.");
        ChatMessage[] messages = [.. system is null ? [] : new[] { new ChatMessage(ChatRole.System, system) }, new(ChatRole.User, text)];
        var prompt = ModelPrompt.Of(model, template, messages);
        return new AskedPrompt(prompt.Tokens, prompt.StopTokens, template?.Name);
    }

    private static ChatTemplate? Find(string folder)
    {
        try
        {
            return ChatTemplates.Find(folder, DateOnly.FromDateTime(DateTime.Now));
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException($"{error.Message} (--chat off gives the model plain text.)", error);
        }
    }
}
