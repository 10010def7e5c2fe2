using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests
{
    /// <summary>One line of an apt source list in the one-line style; see sources.list(5).</summary>
    /// <param name="Type"><c>deb</c> or <c>deb-src</c>.</param>
    /// <param name="Options">The text between the brackets, or null.</param>
    /// <param name="Uri">Where the archive is.</param>
    /// <param name="Distribution">The suite, for example <c>trixie-updates</c>.</param>
    /// <param name="Components">Its components; none when the distribution ends in a slash.</param>
    public sealed partial record SourceLine(string Type, string? Options, string Uri, string Distribution, IReadOnlyList<string> Components) : IWord<SourceLine>
    {
        /// <inheritdoc/>
        public static string Pattern => @"(deb|deb-src)\s+(\[\s*(.+\S)?\s*\]\s+)?\S+\s+\S+(\s+(.+\S))?\s*";

        /// <inheritdoc/>
        public static string Meaning => "an apt source line: 'deb [options] uri suite component…'";

        /// <inheritdoc/>
        public override string ToString() =>
            string.Join(' ', (string[])[Type, .. Options is null ? (string[])[] : [$"[{Options}]"], Uri, Distribution, .. Components]);

        /// <inheritdoc/>
        public static SourceLine Parse(string s, IFormatProvider? provider) =>
            TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

        /// <inheritdoc/>
        public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SourceLine result)
        {
            result = null;
            if (s is null || Rule().Match(s) is not { Success: true } match)
                return false;
            result = new(
                match.Groups["type"].Value,
                match.Groups["options"].Length > 0 ? match.Groups["options"].Value : null,
                match.Groups["uri"].Value,
                match.Groups["dist"].Value,
                match.Groups["components"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return true;
        }

        [GeneratedRegex(@"^(?<type>deb|deb-src)\s+(\[\s*(?<options>.+?)?\s*\]\s+)?(?<uri>[^\s\[]\S*)\s+(?<dist>\S+)(\s+(?<components>.+?))?\s*\z")]
        private static partial Regex Rule();
    }
}

namespace BootstrapVz.Base.Packages
{
    /// <summary>The apt sources an image gets: a list of lines by name. The name <c>main</c> is /etc/apt/sources.list.</summary>
    public sealed class SourceLists
    {
        private readonly Dictionary<string, List<SourceLine>> _lists = [];
        private readonly SortedDictionary<string, SourceKey> _keys = new(StringComparer.Ordinal);

        /// <summary>Keys that lines name with <c>signed-by</c> and that are no files of the manifest, by their place in the image.</summary>
        public IReadOnlyDictionary<string, SourceKey> Keys => _keys;

        /// <summary>The lists by name, in the order they were first added to.</summary>
        public IReadOnlyDictionary<string, List<SourceLine>> Lists => _lists;

        /// <summary>Every line of every list.</summary>
        public IEnumerable<SourceLine> Lines => _lists.Values.SelectMany(lines => lines);

        /// <summary>Appends a line; one that is there already is not repeated.</summary>
        public void Add(string list, SourceLine line)
        {
            if (!_lists.TryGetValue(list, out var lines))
                _lists[list] = lines = [];
            if (!lines.Any(other => other.ToString() == line.ToString()))
                lines.Add(line);
        }

        /// <summary>Adds a key; it is in the image before its packages are installed.</summary>
        /// <param name="path">Its place in the image, as <c>signed-by</c> names it.</param>
        /// <param name="key">Where it is now.</param>
        public void AddKey(string path, SourceKey key) => _keys[path] = key;

        /// <summary>Whether some source has this suite.</summary>
        public bool HasTarget(string target) => Lines.Any(line => line.Distribution == target);
    }

    /// <summary>A key that packages are signed with.</summary>
    /// <param name="File">A file on the host, which nothing changes during the build.</param>
    /// <param name="Sha256">Of its content, in lower-case hexadecimal.</param>
    public sealed record SourceKey(string File, string Sha256) : IInput
    {
        string IInput.InputText => Sha256;
    }

    /// <summary>The apt pinning an image gets, by name. The name <c>main</c> is /etc/apt/preferences.</summary>
    public sealed class PreferenceLists
    {
        private readonly Dictionary<string, IReadOnlyList<PreferenceOptions>> _lists = [];

        /// <summary>The pinning by name.</summary>
        public IReadOnlyDictionary<string, IReadOnlyList<PreferenceOptions>> Lists => _lists;

        /// <summary>Sets the pinning of a name, replacing an earlier one.</summary>
        public void Set(string list, IReadOnlyList<PreferenceOptions> preferences) => _lists[list] = preferences;
    }
}
