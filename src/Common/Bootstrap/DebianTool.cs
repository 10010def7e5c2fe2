using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>What the alternative engines have in common: they install the planned packages, and leave the tree as the native engine does.</summary>
/// <param name="build">The build.</param>
/// <param name="name">The tool, as the manifest names it.</param>
internal sealed class DebianTool(BuildContext build, string name)
{
    private readonly MinimalSystem _minimal = build.Find<MinimalSystem>()!;

    /// <summary>What the tool makes for itself or copies from the host; tasks of the build write their own.</summary>
    private static readonly string[] Traces =
    [
        "/etc/apt/sources.list", "/etc/apt/apt.conf.d/99mmdebstrap", "/etc/fstab", "/etc/hostname", "/etc/resolv.conf",
        "/var/cache/apt/archives/lock", "/var/lib/apt/lists/lock", "/var/lib/dpkg/available", "/var/lib/dpkg/cmethopt",
    ];

    /// <summary>The minimal system as it was chosen.</summary>
    public BootstrapSelection Selection => _minimal.Selection;

    /// <summary>The image's architecture.</summary>
    public string Architecture => _minimal.Architecture;

    /// <summary>Names of the minimal system's packages, in the form both tools take.</summary>
    public string Packages => string.Join(',', _minimal.Packages.Select(p => p.Name));

    /// <summary>Fetches everything that is planned and has a tool install the minimal system's part from an archive of nothing else.</summary>
    /// <param name="release">The image's release.</param>
    /// <param name="install">Runs the tool; given the archive's folder.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="BuildException">Something is in the root already.</exception>
    public async Task InstallAsync(Release release, Func<string, Task> install, CancellationToken ct)
    {
        if (build.Root.List("/") is [var found, ..])
            throw new BuildException($"bootstrapper.engine '{name}' begins with an empty root, but '{found}' is there already", "set bootstrapper.engine to 'native'");
        var files = await _minimal.Fetcher.FetchAllAsync(_minimal.Downloads, ct);
        var newest = _minimal.Fetcher.NewestBuild(_minimal.Packages);
        build.Chroot.SourceDateEpoch ??= newest;
        var archive = Path.Combine(build.Paths.Scratch, "archive");
        LocalArchive.Write(archive, Selection, release.Codename, Architecture, newest, _minimal.Packages.Select(p => KeyValuePair.Create(p, files[p])));
        await install(archive);
        Directory.Delete(archive, recursive: true);
    }

    /// <summary>Checks that exactly the planned packages are installed, notes which are automatic and removes what the tool leaves.</summary>
    /// <exception cref="BuildException">The tool has installed something else.</exception>
    public async Task FinishAsync(CancellationToken ct)
    {
        var installed = new InstalledState(build.Root).Packages.Select(p => $"{p["Package"]} {p["Version"]} ({p["Architecture"]}) {p["Status"]}").ToHashSet();
        var planned = _minimal.Packages.Select(p => $"{p} install ok installed").ToHashSet();
        if (!installed.SetEquals(planned))
        {
            string[] differences = [.. planned.Except(installed).Select(p => "missing: " + p), .. installed.Except(planned).Select(p => "unplanned: " + p)];
            throw new BuildException($"{name} has not made the system that was planned:\n  " + string.Join("\n  ", differences.Take(20)), "set bootstrapper.engine to 'native'");
        }

        await AutomaticMarks.WriteAsync(build.Root, await _minimal.AutomaticAsync(), ct);
        foreach (var trace in Traces)
            build.Root.DeleteFile(trace);
    }
}
