using System.Text;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Which paths of packages are left out: dpkg's <c>path-exclude</c> and <c>path-include</c>, the last match winning; see dpkg(1).</summary>
public sealed class PathFilters
{
    private readonly List<(bool Include, string Pattern, Regex Rule)> _rules = [];

    /// <summary>Filters nothing.</summary>
    public static PathFilters None { get; } = new([]);

    /// <summary>Creates filters.</summary>
    /// <param name="lines">Lines such as <c>path-exclude=/usr/share/doc/*</c>; other options of dpkg.cfg are skipped.</param>
    public PathFilters(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = line.Trim().Split([' ', '\t', '='], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words is ["path-exclude" or "path-include", var pattern])
                _rules.Add((words[0] == "path-include", BytePath.FromText(pattern), Compile(BytePath.FromText(pattern))));
        }
    }

    /// <summary>The filters an image's own /etc/dpkg/dpkg.cfg and dpkg.cfg.d have, in the order dpkg reads them.</summary>
    public static PathFilters Of(RootFs root)
    {
        // dpkg reads the folder before the file, dpkg(1) FILES; names in it are those of run-parts.
        var files = root.List("/etc/dpkg/dpkg.cfg.d").Where(file => IsRunPartsName(file[(file.LastIndexOf('/') + 1)..]));
        return new([.. files.Append("/etc/dpkg/dpkg.cfg").Where(root.FileExists).SelectMany(file => File.ReadLines(root.Resolve(file)))]);
    }

    /// <summary>Whether a path is left out.</summary>
    /// <param name="path">The path with a leading slash, as the package has it.</param>
    /// <param name="leadsOn">Whether it is a directory or a link, which stays when something below it may be included.</param>
    internal bool Excludes(string path, bool leadsOn)
    {
        var skip = false;
        foreach (var (include, _, rule) in _rules)
        {
            if (skip == include && rule.IsMatch(path))
                skip = !include;
        }

        // As dpkg's filter_should_skip: a directory stays when an include pattern's fixed part begins with it or it with that.
        return skip && !(leadsOn && _rules.Any(r => r.Include && LeadsTo(path, r.Pattern)));
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
