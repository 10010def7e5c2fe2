namespace BootstrapVz.Base.Hosts;

/// <summary>Which Debian package has a program, for error messages and <c>doctor</c>.</summary>
public static class ToolPackages
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["apt-get"] = "apt",
        ["apt-config"] = "apt",
        ["dpkg-deb"] = "dpkg",
        ["unshare"] = "util-linux",
        ["mount"] = "mount",
        ["chroot"] = "coreutils",
        ["newuidmap"] = "uidmap",
        ["newgidmap"] = "uidmap",
        ["sfdisk"] = "fdisk",
        ["mke2fs"] = "e2fsprogs",
        ["mkfs.ext4"] = "e2fsprogs",
        ["mkfs.vfat"] = "dosfstools",
        ["mcopy"] = "mtools",
        ["mkfs.xfs"] = "xfsprogs",
        ["mkfs.btrfs"] = "btrfs-progs",
        ["mkfs.fat"] = "dosfstools",
        ["mkswap"] = "util-linux",
        ["qemu-img"] = "qemu-utils",
        ["qemu-system-x86_64"] = "qemu-system-x86",
        ["qemu-system-i386"] = "qemu-system-x86",
        ["qemu-system-aarch64"] = "qemu-system-arm",
        ["gpgv"] = "gpgv",
        ["ssh-keygen"] = "openssh-client",
        ["mmdebstrap"] = "mmdebstrap",
    };

    /// <summary>The package that has a program; the program's own name when it is not known here.</summary>
    public static string Of(string program) => Packages.GetValueOrDefault(program, program);
}
