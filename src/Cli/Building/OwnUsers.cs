using System.Diagnostics;

namespace BootstrapVz.Cli.Building;

/// <summary>A user namespace in which every user is who he is outside. Root's builds have one where they need something that belongs to a namespace.</summary>
/// <remarks>
/// util-linux before 2.39 leaves such a mapping to newuidmap(1), which gives root no more than other users. So a process holds the namespace open,
/// its mapping is written from here (user_namespaces(7), "Defining user and group ID mappings"), and the builder joins it.
/// </remarks>
internal sealed class OwnUsers : IDisposable
{
    private const string Everybody = "0 0 4294967295";

    private readonly Process _holder;

    private OwnUsers(Process holder)
    {
        _holder = holder;
    }

    /// <summary>The words before a command that is to run in it.</summary>
    public IReadOnlyList<string> Words => ["nsenter", $"--user=/proc/{_holder.Id}/ns/user", "--"];

    /// <summary>Makes one.</summary>
    /// <exception cref="Base.Errors.HostRequirementException">This host does not let root make one.</exception>
    public static OwnUsers Create()
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--", "sh", "-c", "echo; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var users = new OwnUsers(Process.Start(start)!);
        try
        {
            // The line comes from inside.
            if (users._holder.StandardOutput.ReadLine() is null)
                throw Namespaces.Refused(asRoot: true, users._holder.StandardError.ReadToEnd().Trim());
            foreach (var map in (string[])["uid_map", "gid_map"])
                File.WriteAllText($"/proc/{users._holder.Id}/{map}", Everybody);
            return users;
        }
        catch
        {
            users.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of it. What runs in it goes on.</summary>
    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
