using System.Text;

namespace BootstrapVz.Cli.Output;

/// <summary>Phases in words.</summary>
internal static class PhaseText
{
    /// <summary><c>OsInstallation</c> as <c>OS installation</c>.</summary>
    public static string Title(string phase)
    {
        if (phase.StartsWith("Os", StringComparison.Ordinal))
            return "OS " + phase[2..].ToLowerInvariant();
        var title = new StringBuilder();
        foreach (var c in phase)
        {
            if (char.IsUpper(c) && title.Length > 0)
                title.Append(' ').Append(char.ToLowerInvariant(c));
            else
                title.Append(c);
        }

        return title.ToString();
    }
}
