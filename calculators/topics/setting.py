"""Grids, plants, prices and space: quantities that facts carry; no relation uses them yet."""

from calculators.topics.hardware import known
from calculators.topics.power import WATTS

grid_intensity_lifecycle = known(
    "grid_intensity_lifecycle", "g/kWh", "life-cycle carbon intensity of the grid", "384 g/kWh"
)
grid_intensity_direct = known(
    "grid_intensity_direct", "g/kWh", "direct carbon intensity of the grid", "367 g/kWh"
)
emissions = known("emissions", "t", "emissions (CO2e)", "2290 t", "t", "kt", "Mt")
emissions_growth = known("emissions_growth", "%", "change of emissions", "48%")
electricity_price = known("electricity_price", "USD/kWh", "electricity price", "0.08 USD/kWh")
electricity_price_pln = known(
    "electricity_price_pln", "PLN/kWh", "electricity price", "0.54 PLN/kWh"
)
device_price = known("device_price", "USD/accelerator", "price of one accelerator", "30000 USD")
rental_price = known("rental_price", "USD/accelerator/h", "rental price", "2.5 USD/h")
valuation = known("valuation", "USD", "valuation", "45000000000 USD")
plant_power = known("plant_power", "W", "power of a plant", "835MW", *WATTS)
module_power = known("module_power", "W/reactor", "power of one unit", "77MW", *WATTS)
modules = known("modules", "reactor", "units", "14")
capacity_factor = known("capacity_factor", "%", "capacity factor", "92%")
grid_supply = known("grid_supply", "W", "grid connection", "150MW", *WATTS)
floor_area = known("floor_area", "m2", "floor area", "7000 m2")
