using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.SshKeys;

/// <summary>A keyword of sshd_config(5).</summary>
public readonly partial record struct SshdKeyword(string Value) : IWord<SshdKeyword>
{
    /// <inheritdoc/>
    public static string Pattern => "[A-Za-z][A-Za-z0-9]+";

    /// <inheritdoc/>
    public static string Meaning => "a keyword of sshd_config: 'MaxAuthTries'";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static SshdKeyword Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SshdKeyword result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]+\z")]
    private static partial Regex Rule();
}
