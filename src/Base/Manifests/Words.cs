using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BootstrapVz.Base.Manifests;

/// <summary>A word of the manifest language with a rule of its own, told apart by its type.</summary>
/// <typeparam name="TSelf">The word.</typeparam>
public interface IWord<TSelf> : IParsable<TSelf>
    where TSelf : IWord<TSelf>
{
    /// <summary>The rule as a regular expression over the whole word, for schemas.</summary>
    static abstract string Pattern { get; }

    /// <summary>What the word is, for messages: <c>a package name</c>.</summary>
    static abstract string Meaning { get; }
}

/// <summary>A package's name; Debian Policy 5.6.1.</summary>
public readonly partial record struct PackageName(string Value) : IWord<PackageName>
{
    /// <inheritdoc/>
    public static string Pattern => "[^/\\s]+";

    /// <inheritdoc/>
    public static string Meaning => "a package name";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static PackageName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PackageName result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[^/\s]+\z")]
    private static partial Regex Rule();
}

/// <summary>A package to install: <c>name</c>, <c>name/target</c>, or the absolute path of a .deb file.</summary>
public readonly partial record struct PackageSpec(string Value) : IWord<PackageSpec>
{
    /// <inheritdoc/>
    public static string Pattern => "[^/]+(/[^/]+)?|/[^\\x00]+";

    /// <inheritdoc/>
    public static string Meaning => "a package: 'name', 'name/target' or the absolute path of a .deb file";

    /// <summary>Whether this is a file on the host.</summary>
    public bool IsLocal => Value.StartsWith('/');

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static PackageSpec Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PackageSpec result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^([^/]+(/[^/]+)?|/[^\x00]+)\z")]
    private static partial Regex Rule();
}

/// <summary>A name for a file in a folder of the image.</summary>
public readonly partial record struct FileName(string Value) : IWord<FileName>
{
    /// <inheritdoc/>
    public static string Pattern => "[^/\\x00]+";

    /// <inheritdoc/>
    public static string Meaning => "a file name";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static FileName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FileName result)
    {
        result = new(s ?? "");
        return s is not null and not "." and not ".." && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[^/\x00]+\z")]
    private static partial Regex Rule();
}

/// <summary>A name apt reads below apt.conf.d; see apt.conf(5).</summary>
public readonly partial record struct AptConfName(string Value) : IWord<AptConfName>
{
    /// <inheritdoc/>
    public static string Pattern => "[0-9A-Za-z][0-9A-Za-z\\-_.]+";

    /// <inheritdoc/>
    public static string Meaning => "a name apt reads below apt.conf.d: letters, digits, '-', '_' and '.', two or more";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static AptConfName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AptConfName result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z\-_.]+\z")]
    private static partial Regex Rule();
}
