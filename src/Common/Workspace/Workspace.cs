using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Workspace;

/// <summary>A wish for a workspace in memory, even where little is free.</summary>
/// <param name="Size">How large it may become; null for three quarters of what is free.</param>
public sealed record MemoryWorkspace(Bytes? Size);

/// <summary>Makes the folder the build works in: in memory while it fits, else in the cache folder.</summary>
/// <remarks>Either is reached through this build's private mounts only, so nothing of it outlives the builder.</remarks>
[Task(Phase.Preparation, "Creating the workspace")]
[RolledBackBy<DeleteWorkspace>]
public sealed class CreateWorkspace(BuildSettings settings) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        Directory.CreateDirectory(build.Paths.Scratch);
        var available = Memory.Available();
        var wish = build.Find<MemoryWorkspace>();
        if (settings.Scratch.UsesMemory(available) || wish is not null && settings.Scratch.Folder is null)
        {
            // A tmpfs pages out nothing here: it may take what is free now and leave a quarter to the programs of the build.
            var limit = wish?.Size ?? new Bytes(available.Count / 4 * 3);
            await build.Host.RunAsync(
                new("mount", "--types", "tmpfs", "--options", $"size={limit.Count},mode=0755", "bootstrap-vz", build.Paths.Scratch), ct);
            build.Log.Debug($"building in memory, {limit} at most");
        }
        else
        {
            var disk = await ScratchFolder.ClaimAsync(settings.Scratch.Folder ?? Path.Combine(build.Paths.Cache, "scratch"), build.Log);
            build.Set(disk);
            await build.Host.RunAsync(new("mount", "--bind", disk.Path, build.Paths.Scratch), ct);
            build.Log.Debug($"building on disk in '{disk.Path}'");
        }

        Directory.CreateDirectory(build.Paths.Root);
        File.SetUnixFileMode(build.Paths.Root, Base.Roots.RootFs.ProgramMode);
    }
}

/// <summary>Removes the build's working folder.</summary>
[Task(Phase.Cleaning, "Deleting the workspace")]
public sealed class DeleteWorkspace : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Host.RunAsync(new("umount", "--recursive", "--lazy", build.Paths.Scratch), ct);
        if (build.Find<ScratchFolder>() is { } disk)
            await disk.DeleteAsync();
        Directory.Delete(build.Paths.Scratch);
    }
}
