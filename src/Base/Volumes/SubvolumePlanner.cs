using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>Plans the subvolumes of btrfs.</summary>
internal static partial class SubvolumePlanner
{
    /// <summary>The top level and the subvolumes, each before those in it; nothing for other filesystems.</summary>
    public static IReadOnlyList<PlannedSubvolume> Plan(Draft draft)
    {
        if (draft.Filesystem != "btrfs" || draft.MountPoint is not { } mountPoint)
            return [];
        var options = draft.Options;
        var top = options.Subvolumes.Values.Any(subvolume => subvolume.Mount == mountPoint) ? null : mountPoint;
        var planned = new List<PlannedSubvolume> { new() { Name = "", MountPoint = top, IsDefault = options.DefaultSubvolume is null } };
        foreach (var (name, subvolume) in options.Subvolumes.OrderBy(pair => pair.Key.Count(c => c == '/')))
        {
            var parent = planned.Where(p => p.Name.Length == 0 || name.StartsWith(p.Name + "/", StringComparison.Ordinal)).MaxBy(p => p.Name.Length)!;
            var path = parent.Name.Length == 0 ? "/" + name : name[parent.Name.Length..];
            planned.Add(new()
            {
                Name = name,
                Parent = parent.Name,
                PathInParent = path,
                MountPoint = subvolume.Mount,
                SeenAt = parent.Place is { } place ? place.TrimEnd('/') + path : null,
                MountOptions = subvolume.Mountopts,
                CopyOnWrite = subvolume.CopyOnWrite,
                IsDefault = options.DefaultSubvolume == name,
            });
        }

        return planned;
    }

    /// <summary>What is wrong with the subvolumes of all partitions.</summary>
    public static IEnumerable<LayoutProblem> Check(IReadOnlyList<Draft> drafts)
    {
        var mounted = drafts.Where(draft => draft.MountPoint is not null).ToDictionary(draft => draft.MountPoint!);
        var seen = new Dictionary<string, string>();
        foreach (var draft in drafts)
        {
            foreach (var (setting, given) in ((string, bool)[])[("subvolumes", draft.Options.Subvolumes.Count > 0), ("default_subvolume", draft.Options.DefaultSubvolume is not null)])
            {
                if (given && draft.Filesystem != "btrfs")
                    yield return new(draft.Path(setting), $"'{draft.Filesystem ?? draft.Key}' has no subvolumes", "use 'filesystem: btrfs'");
                else if (given && draft.Options.FormatCommand.Count > 0)
                    yield return new(draft.Path(setting), "a filesystem made by 'format_command' has no subvolumes", "remove 'format_command'");
            }

            foreach (var (name, subvolume) in draft.Options.Subvolumes)
            {
                if (!ValidName.IsMatch(name) || name.Split('/').Any(part => part is "." or ".."))
                    yield return new(draft.Path("subvolumes", name), $"'{name}' is no name of a subvolume", "use a path such as '@' or '@home', without a slash at the start");
                if (subvolume.Mount is not { } mount)
                    continue;
                if (mount != "/" && mount[1..].Split('/').Any(part => part is "" or "." or ".."))
                    yield return new(draft.Path("subvolumes", name, "mount"), $"'{mount}' is not a mount point");
                else if (!seen.TryAdd(mount, name))
                    yield return new(draft.Path("subvolumes", name, "mount"), $"'{mount}' is the mount point of '{seen[mount]}' too");
                else if (Holder(mounted, mount) != draft)
                    yield return new(draft.Path("subvolumes", name, "mount"), $"'{mount}' does not lie on '{draft.Key}'");
            }

            foreach (var problem in CheckSeen(draft, Plan(draft), mounted))
                yield return problem;

            if (draft.Options.DefaultSubvolume is not { } @default)
                continue;
            if (!draft.Options.Subvolumes.ContainsKey(@default))
                yield return new(draft.Path("default_subvolume"), $"there is no subvolume '{@default}'");
            else if (draft.MountPoint is { } mountPoint && !seen.ContainsKey(mountPoint))
                yield return new(draft.Path("default_subvolume"), $"'{mountPoint}' is the filesystem's top level, and is mounted as what is the default", $"give a subvolume 'mount: {mountPoint}'");
        }
    }

    // A directory of the parent, which another one may not have taken.
    private static IEnumerable<LayoutProblem> CheckSeen(Draft draft, IReadOnlyList<PlannedSubvolume> planned, Dictionary<string, Draft> mounted)
    {
        foreach (var subvolume in planned.Where(subvolume => subvolume.SeenAt is not null))
        {
            var seenAt = subvolume.SeenAt!;
            var parent = planned.Single(other => other.Name == subvolume.Parent);
            if (Holder(mounted, seenAt) != draft)
                yield return new(draft.Path("subvolumes", subvolume.Name), $"'{seenAt}' does not lie on '{draft.Key}', and '{subvolume.Name}' would be seen there");
            else if (planned.FirstOrDefault(other => other != subvolume && other.Place is { } place && IsIn(place, parent.Place!) && (seenAt == place || IsIn(seenAt, place))) is { } other)
                yield return new(draft.Path("subvolumes", subvolume.Name), $"'{subvolume.Name}' would be seen at '{seenAt}', and what is there belongs to '{other.Name}'", "choose another name");
        }
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) && path != folder;

    // Names go to fstab, the kernel's command line and the configuration of boot loaders.
    [GeneratedRegex(@"^[A-Za-z0-9@_.+-]{1,255}(/[A-Za-z0-9@_.+-]{1,255})*$")]
    private static partial Regex ValidName { get; }

    private static Draft? Holder(Dictionary<string, Draft> mounted, string path)
    {
        while (!mounted.ContainsKey(path) && path != "/")
            path = path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";
        return mounted.GetValueOrDefault(path);
    }
}
