using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Users;

/// <summary>The name of a user or group; useradd(8), CAVEATS.</summary>
public readonly partial record struct AccountName(string Value) : IWord<AccountName>
{
    /// <inheritdoc/>
    public static string Pattern => "[a-z_][a-z0-9_-]{0,31}";

    /// <inheritdoc/>
    public static string Meaning => "a name of small letters, digits, '_' and '-', up to 32";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static AccountName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountName result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
