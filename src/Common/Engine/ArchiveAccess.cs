using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Engine;

/// <summary>How a build reaches archives.</summary>
/// <param name="Proxy">What it fetches through; what the environment says when null.</param>
/// <param name="Logins">What archives ask for, at the addresses it fetches from; null when none does.</param>
public sealed record ArchiveAccess(ArchiveProxy? Proxy = null, ArchiveLogins? Logins = null)
{
    /// <summary>What the tasks of a build have found out so far.</summary>
    public static ArchiveAccess Of(BuildContext build, MirrorMap mirrors) => new(build.Find<ArchiveProxy>(), build.Find<ArchiveLogins>()?.At(mirrors));

    /// <summary>HTTP with all of it.</summary>
    public HttpClient Http(IHost host) => Proxy is null && Logins is null ? host.Http : host.HttpWith(Proxy, Logins);

    /// <summary>Has apt fetch with all of it.</summary>
    /// <param name="apt">Runs the command.</param>
    /// <param name="command">The command, with its environment.</param>
    /// <param name="folder">For a file that has no name, and is gone when the command has ended or this program has.</param>
    internal async Task<CommandResult> RunAsync(Func<Command, Task<CommandResult>> apt, Command command, string folder)
    {
        command = command with
        {
            Environment = command.Environment.Concat(Proxy?.Environment ?? []).ToDictionary(),
            Secrets = [.. Proxy?.Secrets ?? [], .. Logins?.Secrets ?? []],
        };
        if (Logins is null)
            return await apt(command);
        using var file = UnfinishedFile.Create(folder, "logins");
        File.SetUnixFileMode(file.Handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        RandomAccess.Write(file.Handle, System.Text.Encoding.UTF8.GetBytes(Logins.Netrc), 0);
        return await apt(command with { Arguments = ["-o", "Dir::Etc::netrc=" + file.ToolPath, .. command.Arguments] });
    }
}
