using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Accounts;

/// <summary>Rules for sudo.</summary>
public static class SudoRules
{
    /// <summary>Writes a rule to a file of its own and has visudo(8) check it.</summary>
    /// <param name="build">The build.</param>
    /// <param name="name">The file's name in sudoers.d; sudo passes over names with a dot: sudoers(5), @includedir.</param>
    /// <param name="rule">The rule: <c>joe ALL=(ALL) NOPASSWD:ALL</c>.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task WriteAsync(BuildContext build, string name, string rule, CancellationToken ct)
    {
        var file = "/etc/sudoers.d/" + name;
        await build.Root.WriteTextAsync(file, rule + "\n", UnixFileMode.UserRead | UnixFileMode.GroupRead, ct);
        await build.Chroot.RunAsync(new Command("visudo", "--check", "--file", file), ct);
    }
}
