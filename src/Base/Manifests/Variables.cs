using System.Globalization;
using System.Text;

namespace BootstrapVz.Base.Manifests;

/// <summary>Manifest variables: <c>{system.release}</c>, <c>{%Y}</c>; <c>{{</c> and <c>}}</c> are literal braces.</summary>
public sealed class Variables(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>The variables of a manifest: each of its scalars by dotted path, the mirrors, and the parts of a time.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="instant">The time of the build; see <see cref="InstantOf(TimeProvider)"/>.</param>
    public static Variables For(Manifest manifest, DateTimeOffset instant)
    {
        var values = new Dictionary<string, string>(manifest.Scalars)
        {
            ["apt_mirror"] = manifest.Packages.Mirror.OriginalString,
            ["apt_security"] = manifest.Packages.Security.OriginalString,
        };
        foreach (var (name, value) in TimeVariables.At(instant))
            values[name] = value;
        return new(values);
    }

    /// <summary>The time a build counts as its own: <c>SOURCE_DATE_EPOCH</c> in UTC when it is set, else the clock's local time.</summary>
    /// <remarks>Source: reproducible-builds.org/specs/source-date-epoch.</remarks>
    public static DateTimeOffset InstantOf(TimeProvider clock, string? sourceDateEpoch) =>
        long.TryParse(sourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : clock.GetLocalNow();

    /// <summary>As <see cref="InstantOf(TimeProvider, string?)"/>, with the environment's <c>SOURCE_DATE_EPOCH</c>.</summary>
    public static DateTimeOffset InstantOf(TimeProvider clock) =>
        InstantOf(clock, Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"));

    /// <summary>The names a manifest's texts may use.</summary>
    internal static IReadOnlyCollection<string> NamesFor(IEnumerable<string> scalars) =>
        [.. scalars.Concat(["apt_mirror", "apt_security", .. TimeVariables.At(DateTimeOffset.UnixEpoch).Keys]).Distinct()];

    /// <summary>Replaces every variable of a text; the values themselves are not expanded again.</summary>
    /// <exception cref="FormatException">A variable is unknown or a brace is not closed.</exception>
    public string Expand(string text)
    {
        if (Faults(text, Values.Keys.ToHashSet()).FirstOrDefault() is { } fault)
            throw new FormatException(fault.Message);
        var result = new StringBuilder();
        foreach (var (part, isName) in Parts(text))
            result.Append(isName ? Values[part] : part);
        return result.ToString();
    }

    /// <summary>What keeps a text from being expanded.</summary>
    internal static IEnumerable<VariableFault> Faults(string text, IReadOnlyCollection<string> names)
    {
        foreach (var (part, isName) in Parts(text))
        {
            if (isName && !names.Contains(part))
                yield return new($"'{{{part}}}' is not a manifest variable", part);
            else if (!isName && part.Length > 1)
                yield return new($"'{text.ReplaceLineEndings("⏎")}' has a '{part[0]}' that was not {(part[0] == '{' ? "closed" : "opened")}", null);
        }
    }

    /// <summary>Cuts a text into names and single characters; a brace without its partner comes out as a part of two.</summary>
    private static IEnumerable<(string Part, bool IsName)> Parts(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
            if (text[i] is not ('{' or '}'))
            {
                yield return (text[i].ToString(), false);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                yield return (text[i++].ToString(), false);
            }
            else if (end >= 0)
            {
                yield return (text[(i + 1)..end], true);
                i = end;
            }
            else
            {
                yield return (new(text[i], 2), false);
            }
        }
    }
}

/// <summary>One fault of a text with variables.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="UnknownName">The name that is not known, or null when a brace is the fault.</param>
internal sealed record VariableFault(string Message, string? UnknownName);
