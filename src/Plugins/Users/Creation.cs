using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Users;

/// <summary>Makes the groups.</summary>
[Task(Phase.SystemModification, "Creating groups")]
[After<Common.Security.EnableShadowConfig>]
public sealed class CreateGroups(UsersOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, group) in options.Groups)
        {
            string[] arguments =
            [
                .. group.System ? (string[])["--system"] : [],
                .. group.Gid is { } gid ? (string[])["--gid", gid.ToString(CultureInfo.InvariantCulture)] : [],
                name.Value,
            ];
            await build.Chroot.RunAsync(new Command("groupadd", arguments), ct);
        }
    }
}

/// <summary>Makes the users, locked for passwords.</summary>
[Task(Phase.SystemModification, "Creating users")]
[After<Common.Security.EnableShadowConfig>]
[After<CreateGroups>]
public sealed class CreateUsers(UsersOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, user) in options.Users)
            await build.Chroot.RunAsync(new Command("useradd", [.. Arguments(user), name.Value]), ct);
    }

    private static IEnumerable<string> Arguments(UserOptions user)
    {
        yield return user.System ? "--system" : "--create-home";
        (string Option, string? Value)[] options =
        [
            ("--shell", user.Shell ?? (user.System ? "/usr/sbin/nologin" : "/bin/bash")),
            ("--uid", user.Uid?.ToString(CultureInfo.InvariantCulture)),
            ("--comment", user.Comment),
            ("--home-dir", user.Home),
            ("--gid", user.Group?.Value),
            ("--groups", user.Groups.Count > 0 ? string.Join(',', user.Groups) : null),
        ];
        foreach (var (option, value) in options)
        {
            if (value is null)
                continue;
            yield return option;
            yield return value;
        }
    }
}
