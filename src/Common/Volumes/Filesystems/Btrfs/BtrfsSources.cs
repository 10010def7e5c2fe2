using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>Where subvolumes have their content from.</summary>
internal static class BtrfsSources
{
    /// <summary>The directory of the host whose content a subvolume gets; one that has no place in the image gets an empty one.</summary>
    public static string Of(FilesystemJob job, PlannedSubvolume plan)
    {
        if (plan.Place is { } place)
            return job.Source + Below(place, job.Partition.MountPoint!);
        var folder = Path.Combine(job.Scratch, "subvolume-" + job.Partition.Subvolumes.Index().First(pair => pair.Item == plan).Index);
        CreateFolder(folder);
        foreach (var child in job.Partition.Subvolumes.Where(child => child.Parent == plan.Name))
        {
            for (var slash = 0; slash >= 0;)
            {
                slash = child.PathInParent.IndexOf('/', slash + 1);
                CreateFolder(folder + (slash < 0 ? child.PathInParent : child.PathInParent[..slash]));
            }
        }

        return folder;
    }

    /// <summary>Directories in a subvolume whose content others have, with a slash at the start.</summary>
    public static HashSet<string> Emptied(FilesystemJob job, PlannedSubvolume plan)
    {
        var others = job.Partition.Subvolumes.Where(other => other != plan);
        var places = others.Select(other => other.Place).OfType<string>().Where(place => plan.Place is { } own && place.StartsWith(own.TrimEnd('/') + "/", StringComparison.Ordinal));
        var children = others.Where(other => other.Parent == plan.Name).Select(other => other.PathInParent);
        return [.. places.Select(place => Below(place, plan.Place!)).Concat(children).Select(BytePath.FromText)];
    }

    private static string Below(string place, string mountPoint) => place == mountPoint ? "" : place[mountPoint.TrimEnd('/').Length..];

    // Not with the mode of the folder around it.
    private static void CreateFolder(string path)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, RootFs.ProgramMode);
    }
}
