using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>The links that make /bin, /sbin and /lib names for their counterparts below /usr.</summary>
public static class MergedUsr
{
    /// <summary>Makes the links and their targets; those that exist stay.</summary>
    /// <remarks>Which architectures have /lib64: their ABI's program interpreter; debootstrap's setup_merged_usr lists the same.</remarks>
    public static void Create(RootFs root, params IEnumerable<string> architectures)
    {
        string[] names = architectures.Any(name => name is "amd64" or "ppc64el" or "ppc64" or "mips64el" or "loong64" or "sparc64")
            ? ["bin", "sbin", "lib", "lib64"]
            : ["bin", "sbin", "lib"];
        root.CreateDirectory("/usr");
        foreach (var name in names)
        {
            root.CreateDirectory("/usr/" + name);
            if (!root.Exists("/" + name))
                root.CreateLink("/" + name, "usr/" + name);
        }
    }
}
