using System.Text;

namespace BootstrapVz.Common.Boot;

/// <summary>Texts in files that a shell reads.</summary>
internal static class ShellText
{
    /// <summary>A text in double quotes.</summary>
    /// <remarks>Source: POSIX, Shell Command Language, section 2.2.3.</remarks>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\' or '$' or '`')
                quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
