using System.Text;

namespace BootstrapVz.Base.Roots;

/// <summary>
/// Files of an image by their absolute path in the image. Symbolic links are resolved inside the image as chroot(2) would, so no
/// link of the image leads to a file of the host.
/// </summary>
public sealed class RootFs(string hostPath)
{
    private const int MaximumLinks = 40; // as the kernel's MAXSYMLINKS, path_resolution(7)

    /// <summary>Default mode of files that are written: rw-r--r--.</summary>
    public const UnixFileMode DefaultMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode of programs: rwxr-xr-x.</summary>
    public const UnixFileMode ProgramMode = DefaultMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The root directory's path on the host.</summary>
    public string HostPath { get; } = Path.GetFullPath(hostPath);

    /// <summary>The host path of an image path, every link on the way followed.</summary>
    /// <param name="path">An absolute path in the image.</param>
    /// <param name="followLast">Whether a link at the end is followed too.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="IOException">Links lead round in a circle.</exception>
    public string Resolve(string path, bool followLast = true)
    {
        if (!path.StartsWith('/'))
            throw new ArgumentException($"'{path}' is not an absolute path of the image", nameof(path));
        var pending = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var resolved = new List<string>();
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                if (resolved.Count > 0)
                    resolved.RemoveAt(resolved.Count - 1);
                continue;
            }

            var host = Path.Combine([HostPath, .. resolved, part]);
            if ((pending.Count > 0 || followLast) && new FileInfo(host).LinkTarget is { } target)
            {
                if (++links > MaximumLinks)
                    throw new IOException($"too many symbolic links in '{path}'");
                if (target.StartsWith('/'))
                    resolved.Clear();
                foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                    pending.Push(step);
                continue;
            }

            resolved.Add(part);
        }

        return Path.Combine([HostPath, .. resolved]);
    }

    /// <summary>Whether a file exists, links followed.</summary>
    public bool FileExists(string path) => File.Exists(Resolve(path));

    /// <summary>Whether a directory exists, links followed.</summary>
    public bool DirectoryExists(string path) => Directory.Exists(Resolve(path));

    /// <summary>Whether anything has this name, a dangling link included.</summary>
    public bool Exists(string path)
    {
        var host = new FileInfo(Resolve(path, followLast: false));
        return host.Exists || Directory.Exists(host.FullName) || host.LinkTarget is not null;
    }

    /// <summary>Reads a text file.</summary>
    public Task<string> ReadTextAsync(string path, CancellationToken ct) => File.ReadAllTextAsync(Resolve(path), ct);

    /// <summary>Writes a file, replacing its content, with exactly the given mode. Missing directories are made.</summary>
    public async Task WriteTextAsync(string path, string text, UnixFileMode mode = DefaultMode, CancellationToken ct = default)
    {
        var host = Resolve(path);
        CreateHostDirectory(Path.GetDirectoryName(host)!);
        await File.WriteAllTextAsync(host, text, new UTF8Encoding(false), ct);
        File.SetUnixFileMode(host, mode);
    }

    /// <summary>Writes a file, replacing its content, with exactly the given mode. Missing directories are made.</summary>
    public async Task WriteAsync(string path, Stream content, UnixFileMode mode = DefaultMode, CancellationToken ct = default)
    {
        var host = Resolve(path);
        CreateHostDirectory(Path.GetDirectoryName(host)!);
        await using (var file = File.Create(host))
            await content.CopyToAsync(file, ct);
        File.SetUnixFileMode(host, mode);
    }

    /// <summary>Appends to a file, which is made when missing.</summary>
    public async Task AppendTextAsync(string path, string text, CancellationToken ct)
    {
        if (!FileExists(path))
        {
            await WriteTextAsync(path, text, ct: ct);
            return;
        }

        await File.AppendAllTextAsync(Resolve(path), text, new UTF8Encoding(false), ct);
    }

    /// <summary>Makes a directory with exactly the given mode, and its parents with rwxr-xr-x. One that exists gets the mode.</summary>
    public void CreateDirectory(string path, UnixFileMode mode = ProgramMode)
    {
        var host = Resolve(path);
        CreateHostDirectory(host);
        File.SetUnixFileMode(host, mode);
    }

    /// <summary>Makes a symbolic link, replacing a file or link of that name.</summary>
    public void CreateLink(string path, string target)
    {
        var host = Resolve(path, followLast: false);
        CreateHostDirectory(Path.GetDirectoryName(host)!);
        File.Delete(host);
        File.CreateSymbolicLink(host, target);
    }

    /// <summary>Deletes a file or link if it is there; a link's target stays.</summary>
    public void DeleteFile(string path) => File.Delete(Resolve(path, followLast: false));

    /// <summary>Deletes a directory with everything in it if it is there. Links in it are removed, never followed.</summary>
    public void DeleteDirectory(string path)
    {
        var host = Resolve(path, followLast: false);
        if (Directory.Exists(host))
            Directory.Delete(host, recursive: true);
    }

    /// <summary>Empties a directory that may be missing.</summary>
    public void EmptyDirectory(string path)
    {
        var host = new DirectoryInfo(Resolve(path));
        if (!host.Exists)
            return;
        foreach (var entry in host.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    /// <summary>Image paths in a directory that match a pattern such as <c>vmlinuz-*</c>, sorted; none when it is missing.</summary>
    public IReadOnlyList<string> List(string directory, string pattern = "*")
    {
        var host = Resolve(directory);
        if (!Directory.Exists(host))
            return [];
        return [.. Directory.EnumerateFileSystemEntries(host, pattern)
            .Select(entry => directory.TrimEnd('/') + "/" + Path.GetFileName(entry))
            .Order(StringComparer.Ordinal)];
    }

    private static void CreateHostDirectory(string host)
    {
        if (Directory.Exists(host))
            return;
        CreateHostDirectory(Path.GetDirectoryName(host)!);
        Directory.CreateDirectory(host);
        File.SetUnixFileMode(host, ProgramMode);
    }
}
