namespace BootstrapVz.Base.Hosts;

/// <summary>Which Debian package has a program, for error messages and <c>doctor</c>.</summary>
public static class ToolPackages
{
    // Programs under a second name, and those no feature of ours needs by itself.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["mkfs.ext2"] = "e2fsprogs",
        ["mkfs.ext3"] = "e2fsprogs",
        ["mkfs.ext4"] = "e2fsprogs",
        ["mkfs.fat"] = "dosfstools",
        ["qemu-system-i386"] = "qemu-system-x86",
    };

    /// <summary>The package that has a program; the program's own name when it is not known here.</summary>
    public static string Of(string program) =>
        HostNeeds.All.FirstOrDefault(need => need.Program == program)?.Package ?? Others.GetValueOrDefault(program, program);
}
