using System.Text.RegularExpressions;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>What a plain YAML scalar is.</summary>
/// <remarks>
/// The rules are those of YAML 1.1, which the original's manifests are written in: <c>yes</c> and <c>off</c> are truth values.
/// Source: yaml.org/type.
/// </remarks>
internal static partial class YamlScalars
{
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Nothing,
        _ when IsTrue(text) || IsFalse(text) => ScalarKind.Flag,
        _ when Number().IsMatch(text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    public static bool IsTrue(string text) =>
        text is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON";

    public static bool IsFalse(string text) =>
        text is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF";

    [GeneratedRegex(@"^[-+]?(0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9]+([eE][-+]?[0-9]+)?|\.(inf|nan))\z")]
    private static partial Regex Number();
}
