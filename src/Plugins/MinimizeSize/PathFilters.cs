using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Bootstrap;

namespace BootstrapVz.Plugins.MinimizeSize;

/// <summary>Rules that leave files of packages out, by the name of their file in /etc/dpkg/dpkg.cfg.d; see dpkg(1), <c>--path-exclude</c>.</summary>
internal static class PathFilters
{
    /// <summary>The rules of a manifest, as texts by file name.</summary>
    public static IReadOnlyDictionary<string, string> Of(DpkgMeasures measures)
    {
        var files = new Dictionary<string, string>();
        if (measures.Locales is { } locales)
        {
            var kept = locales.SelectMany(Spellings).Distinct().ToList();
            files["10filter-locales"] = Text("/usr/share/locale/*", ["/usr/share/locale/locale.alias", .. kept.Select(locale => $"/usr/share/locale/{locale}/*")]);
            files["10filter-manpages"] = Text("/usr/share/man/*", ["/usr/share/man/man[1-9]/*", .. kept.Select(locale => $"/usr/share/man/{locale}/*")]);
        }

        // Debian Policy 12.5: every package is accompanied by its licence.
        if (measures.ExcludeDocs)
            files["10exclude-docs"] = Text("/usr/share/doc/*", ["/usr/share/doc/*/copyright"]);
        return files;
    }

    private static string Text(string excluded, IEnumerable<string> included) =>
        $"path-exclude={excluded}\n{string.Concat(included.Select(path => $"path-include={path}\n"))}";

    // Translations of "pt_BR.UTF-8" are in pt_BR.UTF-8, pt_BR or pt: gettext manual, "Locating Message Catalog Files".
    private static IEnumerable<string> Spellings(string locale)
    {
        yield return locale;
        var withoutCharset = locale.Split('.')[0];
        yield return withoutCharset;
        yield return withoutCharset.Split('_', '@')[0];
    }
}

/// <summary>Has dpkg leave files out from the first package on.</summary>
[Task(Phase.OsInstallation, "Leaving files of packages out")]
[Before<UnpackBootstrap>]
internal sealed class WritePathFilters(DpkgMeasures measures) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, text) in PathFilters.Of(measures))
            await build.Root.WriteTextAsync("/etc/dpkg/dpkg.cfg.d/" + name, text, ct: ct);
    }
}
