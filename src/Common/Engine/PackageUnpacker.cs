using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>Unpacks one .deb into a tree as <c>dpkg --unpack</c> does on a first installation, without running its scripts.</summary>
internal static class PackageUnpacker
{
    private const string NewSuffix = ".dpkg-new";

    /// <summary>What a file on the host is.</summary>
    /// <exception cref="BuildException">It is no package.</exception>
    public static ResolvedPackage Describe(string file)
    {
        var name = Path.GetFileName(file);
        var control = ReadControl(file);
        return new(control["Package"] ?? name, control["Version"] ?? "", control["Architecture"] ?? "", "file://" + file, name, 0, "");
    }

    /// <summary>The control fields of a file on the host.</summary>
    /// <exception cref="BuildException">It is no package.</exception>
    public static ControlFile ReadControl(string file) =>
        Read(new ResolvedPackage(Path.GetFileName(file), "", "", "file://" + file, Path.GetFileName(file), 0, ""), file).Control;

    /// <summary>Reads what a package says of itself.</summary>
    /// <exception cref="BuildException">It is damaged.</exception>
    public static UnpackedPackage Read(ResolvedPackage package, string file) => Explained(package, file, () =>
    {
        using var deb = new DebFile(file);
        var (control, members) = ReadControl(deb);
        var (conffiles, obsoleted) = Conffiles(members);
        return new UnpackedPackage(control, members, [], conffiles, obsoleted);
    });

    /// <summary>Unpacks; from <paramref name="decompressed"/> when it is there already.</summary>
    /// <exception cref="BuildException">The package is damaged, or would write outside the tree, or the disk is full.</exception>
    public static UnpackedPackage Unpack(
        ResolvedPackage package, string file, Stream? decompressed, TreeWriter tree, InstalledState installed, PathFilters filters, CancellationToken ct) => Explained(package, file, () =>
    {
        using var deb = new DebFile(file);
        var (control, members) = ReadControl(deb);
        var (conffiles, obsoleted) = Conffiles(members);
        var owner = new PackageOwner(package.Name, control.Names("Replaces").ToHashSet(), control["Multi-Arch"] == "same");
        var files = new List<string>();
        using var data = decompressed ?? deb.OpenData();
        var tar = new TarReader(data);
        while (tar.Next() is { } entry)
        {
            ct.ThrowIfCancellationRequested();
            var path = PathOf(entry.Name);
            var place = "." + installed.Divert(path, package.Name);
            // A configuration file that someone wrote before is dpkg's to decide on, when it configures the package.
            if (conffiles.Contains(path) && tree.HasFile(place))
                place += NewSuffix;
            var skip = filters.Excludes(path, entry.Kind is TarKind.Directory or TarKind.Symlink, entry.Size);
            // dpkg lists filtered paths too; a path that another package took over belongs to that one alone.
            if (skip || tree.Write(owner, place == "." + path ? entry : entry with { Name = place }, tar))
                files.Add(path == "/" ? "/." : path);
        }

        return new UnpackedPackage(control, members, files, conffiles, obsoleted);
    });

    private static UnpackedPackage Explained(ResolvedPackage package, string file, Func<UnpackedPackage> work)
    {
        try
        {
            return work();
        }
        catch (InvalidDataException error)
        {
            throw new BuildException(
                $"package '{package.Name}' {package.Version} cannot be unpacked: {error.Message}",
                $"the file is '{file}'; it came from {package.Uri}",
                error);
        }
        catch (IOException error)
        {
            throw new BuildException($"package '{package.Name}' {package.Version} cannot be unpacked: {error.Message}", inner: error);
        }
    }

    private static (ControlFile Control, List<ControlMember> Members) ReadControl(DebFile deb)
    {
        using var stream = deb.OpenControl();
        var tar = new TarReader(stream);
        var members = new List<ControlMember>();
        ControlFile? control = null;
        while (tar.Next() is { } entry)
        {
            var (directory, name) = TreePaths.Split(entry.Name);
            if (entry.Kind != TarKind.File || directory.Length > 0)
                continue;
            if (name == "control")
                control = ControlFile.Parse(Encoding.Latin1.GetString(tar.ReadAll()));
            else
                members.Add(new(name, tar.ReadAll(), entry.Mode, entry.Seconds));
        }

        return (control ?? throw new InvalidDataException("it has no control file"), members);
    }

    // A line may begin with a flag, "remove-on-upgrade /path"; such a file is not in the archive. See deb-conffiles(5).
    private static (List<string> Own, List<string> Obsoleted) Conffiles(List<ControlMember> members)
    {
        const string flag = "remove-on-upgrade ";
        var text = members.Find(member => member.Name == "conffiles") is { } member ? Encoding.Latin1.GetString(member.Content) : "";
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return ([.. lines.Where(line => line.StartsWith('/'))],
            [.. lines.Where(line => line.StartsWith(flag, StringComparison.Ordinal)).Select(line => line[flag.Length..].Trim())]);
    }

    private static string PathOf(string member)
    {
        var (directory, name) = TreePaths.Split(member);
        return "/" + TreePaths.Join(directory, name);
    }
}
