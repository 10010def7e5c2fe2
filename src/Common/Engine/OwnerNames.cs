using System.Globalization;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Numbers of the users and groups that archives name, as dpkg maps them: by the image's own tables, else by the number in the archive.</summary>
internal sealed class OwnerNames
{
    private readonly Dictionary<string, uint> _users;
    private readonly Dictionary<string, uint> _groups;

    /// <summary>Reads the tables of an image; before it has any, those that base-passwd will install.</summary>
    public OwnerNames(RootFs root)
    {
        _users = Read(root, "/etc/passwd", "/usr/share/base-passwd/passwd.master");
        _groups = Read(root, "/etc/group", "/usr/share/base-passwd/group.master");
    }

    /// <summary>Whether a member belongs to root, which needs no table and no change.</summary>
    public static bool IsRoot(TarEntry entry) =>
        (entry.UserName == "root" || (entry.UserName.Length == 0 && entry.UserId == 0))
        && (entry.GroupName == "root" || (entry.GroupName.Length == 0 && entry.GroupId == 0));

    /// <summary>A member's owner and group.</summary>
    public (uint User, uint Group) Resolve(TarEntry entry) =>
        (_users.GetValueOrDefault(entry.UserName, entry.UserId), _groups.GetValueOrDefault(entry.GroupName, entry.GroupId));

    private static Dictionary<string, uint> Read(RootFs root, params string[] files)
    {
        var found = new Dictionary<string, uint> { ["root"] = 0 };
        if (files.FirstOrDefault(root.FileExists) is not { } file)
            return found;
        foreach (var line in File.ReadLines(root.Resolve(file)))
        {
            // passwd(5), group(5): name:password:number:…
            if (line.Split(':') is [var name, _, var number, ..] && uint.TryParse(number, CultureInfo.InvariantCulture, out var id))
                found[name] = id;
        }

        return found;
    }
}
