using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Which packages are there only because others need them: /var/lib/apt/extended_states.</summary>
internal sealed class AutomaticMarks(IHost host, AptIndex index, RootFs root)
{
    private const string File = "/var/lib/apt/extended_states";

    /// <summary>Adds marks for packages.</summary>
    public async Task AddAsync(IEnumerable<(string Name, string Architecture)> packages, CancellationToken ct)
    {
        var native = index.Sources.Architecture;
        var before = root.FileExists(File) ? (await root.ReadTextAsync(File, ct)).TrimEnd('\n') : "";
        var stanzas = packages.Select(p => $"Package: {p.Name}\nArchitecture: {(p.Architecture == "all" ? native : p.Architecture)}\nAuto-Installed: 1\n");
        var added = string.Join('\n', stanzas);
        if (added.Length > 0)
            await root.WriteTextAsync(File, (before.Length > 0 ? before + "\n\n" : "") + added + "\n", ct: ct);
    }

    /// <summary>
    /// Marks unpacked packages as apt would have, had it installed them: automatic but for those that were asked for. What a
    /// request means (a pattern, a virtual name) is apt's to say: it is asked with a status in which everything is installed.
    /// </summary>
    public async Task AddUnpackedAsync(IReadOnlyList<UnpackedPackage> packages, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        // apt.conf(5), APT::Never-MarkAuto-Sections: what a metapackage needs counts as asked for.
        var kept = packages.Where(p => (p.Control["Section"] ?? "").Split('/')[^1] == "metapackages").SelectMany(p => p.Control.Names("Depends")).ToHashSet();
        await AddAsync(packages.Where(p => !kept.Contains(p.Name)).Select(p => (p.Name, p.Architecture)), ct);
        var folder = Path.Combine(index.Folder, $"marks.{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var status = await root.ReadTextAsync("/var/lib/dpkg/status", ct);
            await System.IO.File.WriteAllTextAsync(folder + "/status", status.Replace("\nStatus: install ok unpacked\n", "\nStatus: install ok installed\n", StringComparison.Ordinal), ct);
            var pinning = await AptSolver.PinningAsync(index.Sources, folder + "/preferences", ct);
            var result = await host.RunAsync(
                index.Command("apt-get", [.. AptSolver.RootOptions(root), "-o", $"Dir::State::status={folder}/status", .. pinning, "--no-download", "install", "--", .. wanted]), ct);
            if (result.ExitCode != 0)
                throw new BuildException("apt cannot mark the installed packages:\n  " + string.Join("\n  ", result.Error.TrimEnd().Split('\n').TakeLast(8)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
