using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Engine;

/// <summary>Which paths of packages are left out: dpkg's <c>path-exclude</c> and <c>path-include</c>, the last match winning; see dpkg(1).</summary>
public sealed class PathFilters
{
    private readonly List<(bool Include, string Pattern, Regex Rule, string Source)> _rules = [];
    private readonly ConcurrentDictionary<string, (long Files, long Bytes)> _leftOut = new();

    /// <summary>Filters nothing.</summary>
    public static PathFilters None { get; } = new(Array.Empty<string>());

    /// <summary>Creates filters.</summary>
    /// <param name="lines">Lines such as <c>path-exclude=/usr/share/doc/*</c>; other options of dpkg.cfg are skipped.</param>
    public PathFilters(IEnumerable<string> lines)
        : this(lines.Select(line => (line, "")))
    {
    }

    private PathFilters(IEnumerable<(string Line, string Source)> lines)
    {
        foreach (var (line, source) in lines)
        {
            var words = line.Trim().Split([' ', '\t', '='], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words is ["path-exclude" or "path-include", var pattern])
                _rules.Add((words[0] == "path-include", BytePath.FromText(pattern), Compile(BytePath.FromText(pattern)), source));
        }
    }

    /// <summary>The filters an image's own /etc/dpkg/dpkg.cfg and dpkg.cfg.d have, in the order dpkg reads them.</summary>
    public static PathFilters Of(RootFs root)
    {
        // dpkg reads the folder before the file, dpkg(1) FILES; names in it are those of run-parts.
        var files = root.List("/etc/dpkg/dpkg.cfg.d").Where(file => IsRunPartsName(file[(file.LastIndexOf('/') + 1)..]));
        return new(files.Append("/etc/dpkg/dpkg.cfg").Where(root.FileExists).SelectMany(file => File.ReadLines(root.Resolve(file)).Select(line => (line, file))));
    }

    /// <summary>Whether a path is left out.</summary>
    /// <param name="path">The path with a leading slash, as the package has it.</param>
    /// <param name="leadsOn">Whether it is a directory or a link, which stays when something below it may be included.</param>
    /// <param name="size">Its length in bytes, which counts as saved.</param>
    internal bool Excludes(string path, bool leadsOn, long size = 0)
    {
        string? excludedBy = null;
        foreach (var (include, _, rule, source) in _rules)
        {
            if (excludedBy is null != include && rule.IsMatch(path))
                excludedBy = include ? null : source;
        }

        // As dpkg's filter_should_skip: a directory stays when an include pattern's fixed part begins with it or it with that.
        if (excludedBy is null || leadsOn && _rules.Any(r => r.Include && LeadsTo(path, r.Pattern)))
            return false;
        _leftOut.AddOrUpdate(excludedBy, (1, size), (_, before) => (before.Files + 1, before.Bytes + size));
        return true;
    }

    /// <summary>Tells what was left out since this was last told, by the file that asks for it.</summary>
    internal void Tell(IBuildLog log)
    {
        foreach (var source in _leftOut.Keys.Order(StringComparer.Ordinal))
        {
            if (_leftOut.TryRemove(source, out var saved))
                log.Info($"'{source}' kept {saved.Files} names with {new Bytes(saved.Bytes).RoundUp(Bytes.KiB(1))} out of the image");
        }
    }

    private static bool LeadsTo(string path, string pattern)
    {
        var wildcard = pattern.IndexOfAny(['*', '?', '[', '\\']);
        var prefix = (wildcard < 0 ? pattern : pattern[..wildcard]).TrimEnd('/');
        return prefix.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static bool IsRunPartsName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    // fnmatch(3) without flags: '*' and '?' match slashes too.
    private static Regex Compile(string pattern)
    {
        var rule = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (pattern[i] == '*')
                rule.Append(".*");
            else if (pattern[i] == '?')
                rule.Append('.');
            else if (close > 0)
                rule.Append('[').Append(pattern[i + 1] == '!' ? "^" + pattern[(i + 2)..close] : pattern[(i + 1)..close]).Append(']');
            else
                rule.Append(Regex.Escape((pattern[i] == '\\' && i + 1 < pattern.Length ? pattern[++i] : pattern[i]).ToString()));
            i = close > 0 ? close : i;
        }

        return new Regex(rule.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
