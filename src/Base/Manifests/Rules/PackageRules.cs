using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Releases;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over <c>packages</c>.</summary>
internal static class PackageRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["packages/install", "packages/sources", "packages/repositories", "system/release"], TargetsHaveSources),
        new(["packages/install"], LocalPackagesExist),
        new(["packages/components", "system/release"], ComponentsExist),
        new(["packages/repositories"], KeysAreKnown),
    ];

    // Archives other than Debian's may have any component; this one is asked for by mistake.
    private static void ComponentsExist(ManifestDraft draft, ManifestChecker check)
    {
        var components = draft.Options!.Packages.Components.ToList();
        if (components.IndexOf("non-free-firmware") is >= 0 and var index && ReleaseTable.Find(draft.Options.System.Release) is { HasFirmwareComponent: false } release)
            check.Warning(["packages", "components", index.ToString(CultureInfo.InvariantCulture)], ErrorCodes.Conflict, $"{release} has no component 'non-free-firmware'", "its firmware is in non-free");
    }

    private static void KeysAreKnown(ManifestDraft draft, ManifestChecker check)
    {
        foreach (var (name, repository) in draft.Options!.Packages.Repositories)
            RepositoryRules.Check(check, ["packages", "repositories", name.Value], repository);
    }

    private static void TargetsHaveSources(ManifestDraft draft, ManifestChecker check)
    {
        var variables = new Variables(draft.Scalars);
        var suites = SuitesOf(draft, variables);
        foreach (var (item, path) in Items(draft))
        {
            if (item.IsLocal || item.Value.Split('/') is not [var name, var written] || Expand(variables, written) is not { } target || suites.Contains(target))
                continue;
            var message = $"package '{name}' is wanted from '{target}', but no source has that suite";
            var hint = TextDistance.Suggest(target, suites) ?? $"add a source with the suite '{target}' under packages.sources";
            if (draft.HasPlugins || target.EndsWith("-backports", StringComparison.Ordinal))
                check.Warning(path, ErrorCodes.UnknownTarget, message, hint + "; unless the provider or a plugin adds one, the build stops here");
            else
                check.Error(path, ErrorCodes.UnknownTarget, message, hint);
        }
    }

    private static HashSet<string> SuitesOf(ManifestDraft draft, Variables variables)
    {
        var written = draft.Options!.System.Release;
        var release = ReleaseTable.Find(written);
        IEnumerable<string?> own = [written, release?.Codename, release?.SecuritySuite, release?.UpdatesSuite];
        var added = draft.Options.Packages.Sources.Values.SelectMany(lines => lines).Select(line => Expand(variables, line.Distribution));
        added = added.Concat(draft.Options.Packages.Repositories.Values.Select(repository => Expand(variables, repository.Suite)));
        var aliased = release is null ? [] : own.Select(suite => suite?.Replace(release.Codename, written, StringComparison.Ordinal));
        return [.. own.Concat(aliased).Concat(added).OfType<string>()];
    }

    // An unknown variable has been reported where it stands.
    private static string? Expand(Variables variables, string text)
    {
        try
        {
            return variables.Expand(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void LocalPackagesExist(ManifestDraft draft, ManifestChecker check)
    {
        foreach (var (item, path) in Items(draft).Where(entry => entry.Item.IsLocal && !entry.Item.Value.Contains('{') && !File.Exists(entry.Item.Value)))
            Report(draft, check, path, $"there is no file '{item}'");
    }

    private static void Report(ManifestDraft draft, ManifestChecker check, string[] path, string message)
    {
        const string Hint = "check the path; packages from a source are written without a leading slash";
        if (draft.MissingHostFiles == Severity.Error)
            check.Error(path, ErrorCodes.MissingHostFile, message, Hint);
        else
            check.Warning(path, ErrorCodes.MissingHostFile, message, Hint);
    }

    private static IEnumerable<(PackageSpec Item, string[] Path)> Items(ManifestDraft draft) =>
        draft.Options!.Packages.Install.Select((item, index) => (item, (string[])["packages", "install", index.ToString(CultureInfo.InvariantCulture)]));
}
