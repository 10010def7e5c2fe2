using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Which packages are there only because others need them: /var/lib/apt/extended_states.</summary>
public sealed class AutomaticMarks(IHost host, AptIndex index)
{
    private const string States = "/var/lib/apt/extended_states";

    /// <summary>
    /// Those of a minimal system. The essential ones and what they need are not among them: like mmdebstrap's, they are installed by
    /// dpkg alone, and so count as wanted.
    /// </summary>
    internal static IEnumerable<(string Name, string Architecture)> OfMinimalSystem(
        BootstrapSelection selection, IReadOnlyList<ResolvedPackage> packages, IReadOnlyList<ControlFile> records)
    {
        var names = packages.Select(p => p.Name).ToHashSet();
        var own = records.Where(r => names.Contains(r["Package"]!)).ToList();
        var wanted = new PackageClosure(own).Of(own.Where(p => p["Essential"] == "yes").Select(p => p["Package"]!));
        wanted.UnionWith(own
            .Where(p => p["Priority"] == "required" || (p["Priority"] == "important" && selection.Variant == BootstrapVariant.Default))
            .Select(p => p["Package"]!));
        wanted.UnionWith(selection.Include.Select(name => name.Split('/', '=', ':')[0]).Append("apt"));
        return packages.Where(package => !wanted.Contains(package.Name)).Select(p => (p.Name, p.Architecture));
    }

    /// <summary>Those on top of it: apt is asked to install what was asked for where everything is installed already, as automatic.</summary>
    internal async Task<IReadOnlyList<(string Name, string Architecture)>> OfAdditionsAsync(
        PackageRequest request, PackagePlan plan, IReadOnlyList<ControlFile> records, CancellationToken ct)
    {
        var local = request.Files.Select(PackageUnpacker.ReadControl).ToList();
        var added = (plan.Additions ?? []).Select(p => (p.Name, p.Architecture))
            .Concat(local.Select(c => (Name: c["Package"] ?? "", Architecture: c["Architecture"] ?? ""))).ToList();
        // apt.conf(5), APT::Never-MarkAuto-Sections: what a metapackage needs counts as asked for.
        var kept = records.Concat(local).Where(r => (r["Section"] ?? "").Split('/')[^1] == "metapackages").SelectMany(r => r.Names("Depends")).ToHashSet();
        added.RemoveAll(p => kept.Contains(p.Name));
        List<string> wanted = [.. request.Names, .. local.Select(c => $"{c["Package"]}={c["Version"]}")];

        var folder = Directory.CreateDirectory(Path.Combine(index.Folder, $"marks.{Guid.NewGuid():N}")).FullName;
        try
        {
            await File.WriteAllTextAsync(folder + "/status", string.Concat(records.Concat(local).Select(Installed)), System.Text.Encoding.Latin1, ct);
            await File.WriteAllTextAsync(folder + "/states", Stanzas(added.Select(p => new PackageName(p.Name, Native(p.Architecture)))), ct);
            var pinning = await AptSolver.PinningAsync(index.Sources, folder + "/preferences", ct);
            var command = index.Command("apt-get",
            [
                "-o", $"Dir::State::status={folder}/status", "-o", $"Dir::State::extended_states={folder}/states", "-o", "Dir::Cache::pkgcache=",
                .. pinning, "--no-download", "install", "--", .. wanted,
            ]);
            var result = await host.RunAsync(command, ct);
            if (result.ExitCode != 0)
                throw new BuildException("apt cannot tell which packages are automatic:\n  " + string.Join("\n  ", result.Error.TrimEnd().Split('\n').TakeLast(8)));
            var automatic = ControlFile.Paragraphs(await File.ReadAllLinesAsync(folder + "/states", ct))
                .Where(state => state["Auto-Installed"] == "1").Select(state => (state["Package"], state["Architecture"])).ToHashSet();
            return [.. added.Where(p => automatic.Contains((p.Name, Native(p.Architecture))))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes a tree's marks.</summary>
    public static Task WriteAsync(RootFs root, IEnumerable<PackageName> packages, CancellationToken ct) =>
        root.WriteTextAsync(States, Stanzas(packages), ct: ct);

    private string Native(string architecture) => architecture == "all" ? index.Sources.Architecture : architecture;

    private static string Stanzas(IEnumerable<PackageName> packages) =>
        string.Concat(packages.Select(p => $"Package: {p.Name}\nArchitecture: {p.Architecture}\nAuto-Installed: 1\n\n"));

    private static string Installed(ControlFile record) => $"{record.ToString().TrimEnd('\n')}\nStatus: install ok installed\n\n";
}
