using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;

namespace BootstrapVz.Plugins.FileCopy;

/// <summary>Makes the directories.</summary>
[Task(Phase.UserModification, "Creating directories")]
[Before<FilesCopied>]
public sealed class MakeDirectories(FileCopyOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var directory in options.Mkdirs)
        {
            await build.Chroot.RunAsync(new Command("mkdir", "--parents", "--", directory.Dir), ct);
            await directory.ApplyAsync(directory.Dir, build, ct);
        }
    }
}

/// <summary>Copies the files, with their modes and owned by root unless the manifest says otherwise.</summary>
[Task(Phase.UserModification, "Copying files into the image")]
[After<MakeDirectories>]
[Before<FilesCopied>]
public sealed class CopyFiles(FileCopyOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var file in options.Files)
        {
            var source = build.HostFile(file.Src);
            var target = build.Root.Resolve(file.Dst);
            if (Directory.Exists(source) && Path.Exists(target))
                throw new BuildException($"'{file.Dst}' is already in the image, so directory '{file.Src}' cannot be copied there", "name a path that is not there yet");
            if (!Directory.Exists(Path.GetDirectoryName(target)))
                throw new BuildException($"the directory of '{file.Dst}' is not in the image", "make it with plugins.file_copy.mkdirs");
            string[] recursive = Directory.Exists(source) ? ["--recursive"] : [];
            await build.Host.RunAsync(
                new("cp", [.. recursive, "--no-target-directory", "--preserve=mode", "--reflink=auto", "--", source, target]), ct);
            await file.ApplyAsync(file.Dst, build, ct);
        }
    }
}

/// <summary>Sets modes and owners inside the image.</summary>
internal static class AttributesExtensions
{
    /// <summary>Applies what is given, to the file or directory itself only.</summary>
    public static async Task ApplyAsync(this Attributes attributes, string path, BuildContext build, CancellationToken ct)
    {
        (string Program, string? Value)[] changes =
            [("chown", attributes.Owner), ("chgrp", attributes.Group), ("chmod", attributes.Permissions)];
        foreach (var (program, value) in changes)
        {
            if (value is not null)
                await build.Chroot.RunAsync(new Command(program, "--", value, path), ct);
        }
    }
}
