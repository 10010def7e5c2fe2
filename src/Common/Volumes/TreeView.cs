using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes;

/// <summary>
/// The part of a tree that one filesystem holds: a bind mount of its mount point, with an empty directory over each mount point in
/// it. Nothing is copied. Must run in a private mount namespace, which takes the mounts away if this process is killed.
/// </summary>
internal sealed class TreeView : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Stack<string> _mounts = [];

    private TreeView(IHost host, string path)
    {
        _host = host;
        Path = path;
    }

    /// <summary>Where the view can be read.</summary>
    public string Path { get; }

    /// <summary>Makes the mount points of a layout in the tree, with the modes that were asked for, and the directories that are subvolumes.</summary>
    /// <exception cref="BuildException">A subvolume's directory is behind a link.</exception>
    public static void PrepareMountPoints(RootFs root, PartitionLayout layout)
    {
        foreach (var partition in layout.Mounted)
        {
            if (partition.Mode is { } mode)
                root.CreateDirectory(partition.MountPoint!, mode);
            else if (!root.DirectoryExists(partition.MountPoint!))
                root.CreateDirectory(partition.MountPoint!);
            foreach (var place in partition.Subvolumes.SelectMany(subvolume => (string?[])[subvolume.MountPoint, subvolume.SeenAt]).OfType<string>())
            {
                if (!root.DirectoryExists(place))
                    root.CreateDirectory(place);
                if (root.Resolve(place) != root.HostPath + place.TrimEnd('/'))
                    throw new BuildException($"'{place}' leads over a link, and is the directory of a subvolume", "name the directory that the link leads to");
            }
        }
    }

    public static async Task<TreeView> OpenAsync(IHost host, RootFs root, PartitionLayout layout, PlannedPartition partition, string scratch, CancellationToken ct)
    {
        var folder = System.IO.Path.Combine(scratch, "view-" + partition.Number);
        var view = new TreeView(host, System.IO.Path.Combine(folder, "tree"));
        try
        {
            Directory.CreateDirectory(view.Path);
            // Without its submounts: /proc, /dev and the like stay out of the image.
            await view.BindAsync(root.Resolve(partition.MountPoint!), view.Path, ct);
            var number = 0;
            foreach (var mountPoint in layout.MountPointsIn(partition))
            {
                var original = root.Resolve(mountPoint);
                var cover = System.IO.Path.Combine(folder, "cover-" + number++);
                CreateLike(original, cover);
                await view.BindAsync(cover, view.Path + "/" + System.IO.Path.GetRelativePath(root.Resolve(partition.MountPoint!), original), ct);
            }

            return view;
        }
        catch
        {
            await view.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_mounts.TryPop(out var mount))
            await _host.RunAsync(new("umount", "--lazy", mount), CancellationToken.None);
    }

    private static void CreateLike(string original, string copy)
    {
        var status = Libc.Status(original);
        Directory.CreateDirectory(copy);
        if (Libc.ChangeOwner(copy, status.User, status.Group) != 0)
            throw new IOException($"the owner of '{original}' cannot be given to another directory");
        File.SetUnixFileMode(copy, (UnixFileMode)(status.Mode & 0xfff));
        Directory.SetLastWriteTimeUtc(copy, Directory.GetLastWriteTimeUtc(original));
    }

    private async Task BindAsync(string source, string target, CancellationToken ct)
    {
        await _host.RunAsync(new("mount", "--bind", source, target), ct);
        _mounts.Push(target);
    }
}
