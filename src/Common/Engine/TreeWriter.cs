using System.Collections.Concurrent;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Writes archive members into a tree, from many threads at once. What depends on the order of packages (attributes of shared
/// directories) or on the image's user names is collected and applied by <see cref="Finish"/>, so the result is always the same.
/// </summary>
internal sealed class TreeWriter : IDisposable
{
    private readonly int _root;
    private readonly ulong _device;
    private readonly IBuildLog _log;
    private readonly TreePaths _paths;
    private readonly FileClaims _claims;
    private readonly ConcurrentDictionary<string, (string Package, TarEntry Entry)> _directories = new();
    private readonly ConcurrentBag<(string Path, TarEntry Entry)> _owned = [];

    public TreeWriter(string root, InstalledState installed, IBuildLog log)
    {
        (_log, _claims) = (log, new(installed));
        _root = Syscalls.Open(-1, BytePath.FromText(Path.GetFullPath(root)), Syscalls.DirectoryOnly | Syscalls.CloseOnExec, 0);
        if (_root < 0)
            throw Syscalls.Failure("open", BytePath.FromText(root));
        _device = Syscalls.Stat(_root, "")!.Value.Device;
        _paths = new(_root);
    }

    /// <summary>Files taken over from packages that were there before.</summary>
    public IReadOnlyCollection<(string Package, string Path)> Taken => _claims.Taken;

    /// <summary>Whether something that is no directory has a member's name already.</summary>
    public bool HasFile(string member)
    {
        var (parent, name) = TreePaths.Split(member);
        return Syscalls.Stat(_root, TreePaths.Join(_paths.Directory(parent), name)) is { IsDirectory: false };
    }

    /// <summary>Writes one member.</summary>
    /// <param name="package">Whose it is.</param>
    /// <param name="entry">The member.</param>
    /// <param name="content">Where its content is read from.</param>
    /// <returns>False when another package that replaces this one has the path.</returns>
    public bool Write(PackageOwner package, TarEntry entry, TarReader content)
    {
        var (parent, name) = TreePaths.Split(entry.Name);
        var path = TreePaths.Join(_paths.Directory(parent), name);
        if (entry.Kind == TarKind.Directory)
        {
            // A link to a directory that is already there stays, as dpkg and merged /usr have it.
            var directory = name.Length == 0 ? "" : _paths.Directory(TreePaths.Join(parent, name));
            _directories.AddOrUpdate(directory, (package.Name, entry), (_, old) => string.CompareOrdinal(old.Package, package.Name) <= 0 ? old : (package.Name, entry));
            return true;
        }

        if (name.Length == 0)
            throw new InvalidDataException("the tree itself is not a directory in the archive");
        return _claims.Write(package, path, () => WriteNode(package, path, entry, content));
    }

    /// <summary>Gives directories their attributes and files the owners their archives name.</summary>
    public void Finish(OwnerNames names)
    {
        foreach (var (path, entry) in _owned)
        {
            var (user, group) = names.Resolve(entry);
            if (Syscalls.ChangeOwner(_root, path, user, group, Syscalls.NoFollowLink) != 0)
                throw Syscalls.Failure("change the owner of", path);
            // A change of owner takes the set-id bits away, chown(2).
            if (entry.Kind != TarKind.Symlink && Syscalls.ChangeMode(_root, path, entry.Mode, 0) != 0)
                throw Syscalls.Failure("change the mode of", path);
        }

        foreach (var (path, (_, entry)) in _directories)
        {
            // Someone mounted a file system here: its attributes are not the image's.
            if (Syscalls.Stat(_root, path)!.Value.Device != _device)
                continue;
            var (user, group) = names.Resolve(entry);
            var target = path.Length == 0 ? "." : path;
            if ((!OwnerNames.IsRoot(entry) && Syscalls.ChangeOwner(_root, target, user, group, Syscalls.NoFollowLink) != 0)
                || Syscalls.ChangeMode(_root, target, entry.Mode, 0) != 0
                || Syscalls.SetTimes(_root, target, entry.Seconds, entry.Nanoseconds) != 0)
            {
                throw Syscalls.Failure("set the attributes of", path);
            }

            if (entry.Attributes is not null)
                SetAttributes(target, entry.Attributes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Syscalls.Close(_root);

    private void WriteNode(PackageOwner package, string path, TarEntry entry, TarReader content)
    {
        var made = Make(path, entry, content);
        if (!made && Syscalls.Error == Syscalls.Exists)
        {
            if (Syscalls.Stat(_root, path) is { IsDirectory: true })
            {
                // dpkg keeps a directory where a package has a link, dpkg(1) unpack; anything else is a conflict.
                if (entry.Kind == TarKind.Symlink)
                    return;
                throw new InvalidDataException($"'/{BytePath.Display(path)}' is a directory already");
            }

            _claims.Take(package, path);
            _ = Syscalls.Unlink(_root, path, 0);
            made = Make(path, entry, content);
        }

        if (!made)
            throw WriteFailure(path);
        if (entry.Kind is TarKind.File or TarKind.HardLink)
            return;
        NoteOwner(path, entry);
        if (Syscalls.Stat(_root, path) is not null && Syscalls.SetTimes(_root, path, entry.Seconds, entry.Nanoseconds) != 0)
            throw Syscalls.Failure("set the time of", path);
    }

    private bool Make(string path, TarEntry entry, TarReader content)
    {
        switch (entry.Kind)
        {
            case TarKind.File:
                return MakeFile(path, entry, content);
            case TarKind.HardLink:
                var (parent, name) = TreePaths.Split(entry.LinkName);
                return Syscalls.MakeHardLink(_root, TreePaths.Join(_paths.Directory(parent), name), _root, path, 0) == 0;
            case TarKind.Symlink:
                return Syscalls.MakeSymlink(entry.LinkName, _root, path) == 0;
            default:
                return MakeDevice(path, entry);
        }
    }

    private bool MakeFile(string path, TarEntry entry, TarReader content)
    {
        var file = Syscalls.Open(_root, path, Syscalls.WriteOnly | Syscalls.CreateNew | Syscalls.NoFollow | Syscalls.CloseOnExec, entry.Mode & 0x1FF);
        if (file < 0)
            return false;
        try
        {
            for (var bytes = content.Read(); !bytes.IsEmpty; bytes = content.Read())
            {
                if (!Syscalls.WriteAll(file, bytes))
                    throw WriteFailure(path);
            }

            foreach (var (key, value) in entry.Attributes ?? new Dictionary<string, byte[]>())
                SetAttribute(file, path, key, value);
            if (Syscalls.ChangeMode(file, entry.Mode) != 0 || Syscalls.SetTimes(file, entry.Seconds, entry.Nanoseconds) != 0)
                throw Syscalls.Failure("set the attributes of", path);
        }
        finally
        {
            _ = Syscalls.Close(file);
        }

        NoteOwner(path, entry);
        return true;
    }

    private bool MakeDevice(string path, TarEntry entry)
    {
        var (type, device) = entry.Kind switch
        {
            TarKind.CharacterDevice => (0x2000u, Device(entry)),
            TarKind.BlockDevice => (0x6000u, Device(entry)),
            _ => (0x1000u, 0ul),
        };
        if (Syscalls.MakeNode(_root, path, type | entry.Mode, device) == 0)
            return true;
        if (Syscalls.Error != Syscalls.NoPermission)
            return false;
        _log.Debug($"device node '/{BytePath.Display(path)}' is left out: making one is not permitted here");
        return true;
    }

    // makedev(3) of glibc.
    private static ulong Device(TarEntry entry) =>
        ((ulong)(entry.DeviceMajor & 0xFFFFF000) << 32) | ((entry.DeviceMajor & 0xFFFul) << 8)
        | ((ulong)(entry.DeviceMinor & 0xFFFFFF00) << 12) | (entry.DeviceMinor & 0xFFul);

    private void NoteOwner(string path, TarEntry entry)
    {
        if (!OwnerNames.IsRoot(entry))
            _owned.Add((path, entry));
    }

    private void SetAttributes(string path, IReadOnlyDictionary<string, byte[]> attributes)
    {
        var directory = Syscalls.Open(_root, path, Syscalls.ReadOnly | Syscalls.DirectoryOnly | Syscalls.NoFollow | Syscalls.CloseOnExec, 0);
        foreach (var (key, value) in attributes)
            SetAttribute(directory, path, key, value);
        _ = Syscalls.Close(directory);
    }

    private void SetAttribute(int file, string path, string key, byte[] value)
    {
        if (Syscalls.SetAttribute(file, key, value) == 0)
            return;
        if (Syscalls.Error is not (Syscalls.NotSupported or Syscalls.NoPermission))
            throw Syscalls.Failure($"set {BytePath.Display(key)} of", path);
        _log.Warning($"'/{BytePath.Display(path)}' loses its attribute '{BytePath.Display(key)}': the file system does not keep it");
    }

    private static Exception WriteFailure(string path) => Syscalls.IsFull
        ? new BuildException(
            $"no space left while unpacking '/{BytePath.Display(path)}'",
            "the workspace is full: free some space or choose another folder for it")
        : Syscalls.Failure("write", path);
}
