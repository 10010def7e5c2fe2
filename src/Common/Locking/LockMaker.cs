using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Locking;

/// <summary>Makes locks, and says whether a manifest still fits one.</summary>
public static class LockMaker
{
    /// <summary>Locks what apt chose.</summary>
    /// <param name="engine">The packages of a manifest, chosen from the index.</param>
    /// <param name="mirrors">Where this host fetches from, to write the manifest's addresses.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="BuildException">Some packages replace others, which only apt can do, with the index.</exception>
    public static async Task<LockFile> MakeAsync(PackageEngine engine, MirrorMap mirrors, CancellationToken ct)
    {
        if (engine.Plan.Additions is null)
            throw new BuildException("these packages change or remove packages of the minimal system, which cannot be locked", "include them in the minimal system: bootstrapper.include_packages");
        var index = engine.Index!;
        ResolvedPackage Original(ResolvedPackage package) => package with { Uri = engine.Sources.OriginOf(package.Uri, mirrors) };
        return new()
        {
            Date = index.Published,
            Wanted = WantedBy(engine.Sources, engine.Request),
            Suites = [.. index.Releases.Select(r => $"{r.Value} {r.Key}").Order(StringComparer.Ordinal)],
            Keys = [.. engine.Sources.KeyringFiles.SelectMany(file => Keyring.Fingerprints(File.ReadAllBytes(file)).Select(f => $"{f} {Path.GetFileName(file)}"))],
            Plan = new() { Bootstrap = [.. engine.Plan.Bootstrap.Select(Original)], Additions = [.. engine.Plan.Additions.Select(Original)] },
            InstalledKiB = (await engine.InstalledSizeAsync(ct))?.Count / 1024,
            Automatic = await engine.Automatic,
        };
    }

    /// <summary>What a manifest asks for, as a lock says it.</summary>
    public static IReadOnlyList<string> WantedBy(AptSources sources, PackageRequest request)
    {
        var selection = request.Selection;
        List<string> wanted =
        [
            $"architecture {string.Join(' ', sources.ForeignArchitectures.Prepend(sources.Architecture))}",
            $"system {selection.Suite} {selection.Variant.ToString().ToLowerInvariant()}",
            .. sources.Lines.Where(line => line.Type == "deb").Select(line => $"source {line}"),
            .. selection.Include.Select(name => "included " + name),
            .. selection.Exclude.Select(name => "excluded " + name),
            .. request.Names.Order(StringComparer.Ordinal).Select(name => "package " + name),
            .. request.Files.Select(file => $"file {Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
        if (sources.Preferences.Length > 0)
            wanted.Add("preferences " + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sources.Preferences)))[..16]);
        return wanted;
    }

    /// <summary>Checks that a manifest asks for what its lock was made for.</summary>
    /// <exception cref="BuildException">It does not; what changed is named.</exception>
    public static void RequireFit(string path, LockFile file, AptSources sources, PackageRequest request)
    {
        var wanted = WantedBy(sources, request);
        List<string> changes = [.. file.Wanted.Except(wanted).Select(w => "  only in the lock: " + w), .. wanted.Except(file.Wanted).Select(w => "  only in the manifest: " + w)];
        if (changes.Count > 0)
            throw new BuildException($"the manifest no longer fits its lock file '{path}':\n{string.Join('\n', changes)}", "make the lock again: bootstrap-vz lock MANIFEST; or move it away");
    }

    /// <summary>What differs between two locks: packages added, removed and of another version.</summary>
    public static IReadOnlyList<string> Differences(LockFile before, LockFile after)
    {
        var old = before.Plan.All.ToLookup(p => $"{p.Name}:{p.Architecture}");
        var now = after.Plan.All.ToLookup(p => $"{p.Name}:{p.Architecture}");
        return
        [
            .. before.Wanted.Except(after.Wanted).Select(w => "- want " + w),
            .. after.Wanted.Except(before.Wanted).Select(w => "+ want " + w),
            .. old.Select(p => p.Key).Union(now.Select(p => p.Key)).Order(StringComparer.Ordinal).SelectMany(name => (old[name].FirstOrDefault(), now[name].FirstOrDefault()) switch
            {
                ({ } gone, null) => (string[])[$"- {gone.Name} {gone.Version}"],
                (null, { } added) => [$"+ {added.Name} {added.Version}"],
                ({ } a, { } b) when a.Version != b.Version => [$"! {a.Name} {a.Version} -> {b.Version}"],
                ({ } a, { } b) when a.Sha256 != b.Sha256 => [$"! {a.Name} {a.Version}, another file of the same version"],
                _ => [],
            }),
        ];
    }
}
