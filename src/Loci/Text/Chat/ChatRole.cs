namespace Loci.Text.Chat;

/// <summary>Who wrote a message.</summary>
public enum ChatRole
{
    /// <summary>Whoever runs the model: instructions for the whole conversation.</summary>
    System,

    /// <summary>Who asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
