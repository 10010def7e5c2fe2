using System.Reflection;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Testing;

/// <summary>The providers and plugins of the product, none of them named: any may be missing.</summary>
public static class OurUnits
{
    /// <summary>The assembly of the providers.</summary>
    public static Assembly Providers { get; } = Assembly.Load("BootstrapVz.Providers");

    /// <summary>The assembly of the plugins.</summary>
    public static Assembly Plugins { get; } = Assembly.Load("BootstrapVz.Plugins");

    /// <summary>All of them.</summary>
    public static UnitCatalog Catalog { get; } = UnitCatalog.FromAssemblies(Providers, Plugins);
}
