using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI;

/// <summary>What a message says to a model that reads text and nothing else.</summary>
internal static class MessageText
{
    /// <summary>The message's text.</summary>
    /// <exception cref="InvalidInputException">The message holds something that is not text, such as an image or a call of a tool.</exception>
    public static string Of(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                throw new InvalidInputException($"Expected messages of text, found {content.GetType().Name} in a message of the {message.Role.Value}. A local model of Loci reads text only: put what it should know into words.");
        }
        return message.Text; // without the reasoning that led to earlier answers, as templates have it
    }
}
