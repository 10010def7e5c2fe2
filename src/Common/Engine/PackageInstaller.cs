using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Installs packages into a tree that has a dpkg database. The host's apt solves. New packages are then unpacked in parallel and
/// configured by the tree's own dpkg; what upgrades or removes something goes through apt and that dpkg as a whole.
/// </summary>
public sealed class PackageInstaller(IHost host, IBuildLog log, AptSolver solver, PackageFetcher fetcher)
{
    private const string Archives = "/var/cache/apt/archives";

    /// <summary>Whether everything goes through apt and the tree's dpkg, as if a user had typed it: what the quick way is measured against.</summary>
    public bool OnlyApt { get; init; }

    /// <summary>
    /// Installs packages and what they need, without recommended ones. Those named count as wanted, the others as automatic. A kernel
    /// makes no initramfs now: see <see cref="HoldInitramfs"/>.
    /// </summary>
    /// <param name="index">The index of the image's sources.</param>
    /// <param name="root">The tree; /dev and /proc must be in place.</param>
    /// <param name="names"><c>name</c> or <c>name/suite</c>.</param>
    /// <param name="files">.deb files on the host.</param>
    /// <param name="epoch">The time that what scripts make is dated with, in seconds since 1970.</param>
    /// <param name="ct">Kills the installation.</param>
    /// <exception cref="Base.Errors.BuildException">A package does not exist, cannot be had, or its script failed; it is named.</exception>
    public async Task InstallAsync(AptIndex index, RootFs root, IReadOnlyList<string> names, IReadOnlyList<string> files, long? epoch, CancellationToken ct)
    {
        if (names.Count + files.Count == 0)
            return;
        await DaemonBlock.WriteAsync(root, ct);
        files = [.. files.Select(Path.GetFullPath)];
        if (!OnlyApt && await solver.AddAsync(index, root, [.. names, .. files], ct) is { } packages)
        {
            var installed = new InstalledState(root);
            var local = files.ToDictionary(PackageUnpacker.Describe, file => file);
            if (NativeInstaller.Can(installed, [.. packages, .. local.Keys]))
            {
                await InstallNewAsync(index, root, installed, packages, local, names, epoch, ct);
                return;
            }
        }

        await InstallWithAptAsync(index, root, names, files, epoch, ct);
    }

    /// <summary>
    /// Fetches what installing packages will need while the minimal system is still being made. Without it nothing changes but the time.
    /// </summary>
    /// <param name="index">The index of the image's sources.</param>
    /// <param name="set">The minimal system.</param>
    /// <param name="names">As for <see cref="InstallAsync"/>.</param>
    /// <param name="ct">Stops the transfers.</param>
    /// <exception cref="Base.Errors.BuildException">A package does not exist or cannot be had.</exception>
    public async Task PrefetchAsync(AptIndex index, BootstrapSet set, IReadOnlyList<string> names, CancellationToken ct)
    {
        if (names.Count > 0)
            await fetcher.FetchAllAsync(await solver.ForeseeAsync(index, set, names, ct), ct);
    }

    private async Task InstallNewAsync(
        AptIndex index,
        RootFs root,
        InstalledState installed,
        IReadOnlyList<ResolvedPackage> packages,
        IReadOnlyDictionary<ResolvedPackage, string> local,
        IReadOnlyList<string> names,
        long? epoch,
        CancellationToken ct)
    {
        log.Info($"installing {packages.Count + local.Count} packages");
        var native = new NativeInstaller(new(host, root) { SourceDateEpoch = epoch }, log, fetcher);
        var unpacked = await native.UnpackAsync(root, installed, packages, local, ct);
        List<string> wanted = [.. names, .. local.Keys.Select(package => $"{package.Name}={package.Version}")];
        var marks = new AutomaticMarks(host, index, root).AddUnpackedAsync(unpacked, wanted, ct);
        await Task.WhenAll(native.ConfigureAsync(ct), marks); // a script's failure is told before one of marking
    }

    private async Task InstallWithAptAsync(
        AptIndex index, RootFs root, IReadOnlyList<string> names, IReadOnlyList<string> files, long? epoch, CancellationToken ct)
    {
        root.CreateDirectory(Archives + "/partial");
        var archives = root.Resolve(Archives);
        List<string> placed = [];
        try
        {
            // apt reads local files where dpkg will, inside the tree, and takes them as fetched under the name it would give them itself.
            var local = files.Select(file => Path.Combine(archives, ArchiveName(PackageUnpacker.Describe(file)))).ToList();
            foreach (var (file, target) in files.Zip(local))
                Place(file, target, placed);
            List<string> wanted = [.. names, .. local];
            var packages = await solver.InstallAsync(index, root, wanted, ct);
            await foreach (var (package, file) in fetcher.FetchAsync(packages, ct))
                Place(file, Path.Combine(archives, package.FileName), placed);
            log.Info($"installing {packages.Count + files.Count} packages");
            await RunAptAsync(index, root, wanted, epoch, ct);
        }
        finally
        {
            placed.ForEach(File.Delete);
            File.Delete(Path.Combine(archives, "lock"));
        }
    }

    private async Task RunAptAsync(AptIndex index, RootFs root, IReadOnlyList<string> wanted, long? epoch, CancellationToken ct)
    {
        var preferences = Path.Combine(index.Folder, $"preferences.{Guid.NewGuid():N}");
        try
        {
            var command = index.Command("apt-get",
            [
                .. AptSolver.RootOptions(root),
                .. await AptSolver.PinningAsync(index.Sources, preferences, ct),
                "-o", "Dir::Cache::archives=" + root.Resolve(Archives),
                "-o", "DPkg::Chroot-Directory=" + root.HostPath,
                "-o", "Dpkg::Use-Pty=false",
                // The tree can be made again: it is written to disk once, when it is a layer or an image.
                "-o", "DPkg::Options::=--force-unsafe-io",
                // No terminal is there to ask: keep what is configured, take the package's file where nothing is.
                "-o", "DPkg::Options::=--force-confdef", "-o", "DPkg::Options::=--force-confold",
                // There is no network in here: what is missing from the folder is an error. (--no-download would not find local files.)
                "--allow-downgrades", "--allow-change-held-packages",
                "install", "--", .. wanted,
            ]);
            var result = await host.RunAsync(WithoutNetwork(command, epoch), ct);
            if (result.ExitCode != 0)
                throw DpkgErrors.From(result);
        }
        finally
        {
            File.Delete(preferences);
        }
    }

    private static Command WithoutNetwork(Command command, long? epoch)
    {
        var environment = new Dictionary<string, string?>(command.Environment)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["TERM"] = "dumb",
            ["DEBCONF_NONINTERACTIVE_SEEN"] = "true",
            [HoldInitramfs.Variable] = HoldInitramfs.No,
            ["SOURCE_DATE_EPOCH"] = epoch?.ToString(CultureInfo.InvariantCulture),
        };
        return command with
        {
            Program = "unshare",
            Arguments = ["--net", "--", command.Program, .. command.Arguments],
            Environment = environment,
            InheritEnvironment = false,
            LogOutput = true,
            AllowedExitCodes = [.. Enumerable.Range(0, 256)],
        };
    }

    private static string ArchiveName(ResolvedPackage package) =>
        $"{package.Name}_{package.Version.Replace(":", "%3a")}_{package.Architecture}.deb";

    private static void Place(string file, string target, List<string> placed)
    {
        placed.Add(target);
        File.Delete(target);
        if (Syscalls.MakeHardLink(-1, BytePath.FromText(Path.GetFullPath(file)), -1, BytePath.FromText(target), 0) != 0)
            File.Copy(file, target); // the store is on another file system
    }
}
