"""Budgets in the words of other provinces (figures and names are made up): every fact, and nothing besides."""

from __future__ import annotations

import pytest

from tests.parsers.statements.narrative_documents import check

SHANGHAI = """
2025年，沪滨区信访办公室收入预算3268.40万元，其中：财政拨款收入3258.40万元，比2024年预算增加41.20万元；事业收入0万元；其他收入10.00万元。
    income 本年收入合计 amount 32684000.00
    income 财政拨款收入 amount 32584000.00
    income 财政拨款收入 change 412000.00
    income 事业收入 amount 0.00
    income 其他收入 amount 100000.00
支出预算3268.40万元，其中：财政拨款支出预算3258.40万元，比2024年预算增加41.20万元。财政拨款支出预算中，一般公共预算拨款支出预算3258.40万元，比2024年预算增加41.20万元；政府性基金拨款支出预算0万元，与2024年预算持平；国有资本经营预算拨款支出预算0万元，与2024年预算持平。财政拨款支出主要内容如下：
    expenditure 本年支出合计 amount 32684000.00
    fiscal_summary 财政拨款支出 amount 32584000.00
    fiscal_summary 财政拨款支出 change 412000.00
    general_budget 一般公共预算财政拨款支出 amount 32584000.00
    general_budget 一般公共预算财政拨款支出 change 412000.00
    gov_fund 政府性基金预算支出 amount 0.00
    gov_fund 政府性基金预算支出 change 持平
    state_capital 国有资本经营预算支出 amount 0.00
    state_capital 国有资本经营预算支出 change 持平
1. “一般公共服务支出”科目2600.15万元，主要用于人员支出1800万元和公用支出。
    general_by_class 一般公共服务支出 amount 26001500.00
    ? 主要用于人员支出1800万元
2. “社会保障和就业支出”科目400.25万元，主要用于机关事业单位养老保险。
    general_by_class 社会保障和就业支出 amount 4002500.00
3. “住房保障支出”科目258.00万元，主要用于住房公积金。
    general_by_class 住房保障支出 amount 2580000.00
"""

GUANGXI = """
一、收支预算总体情况说明
2025年收支总预算2150436.80元。收入包括：一般公共预算拨款收入2150436.80元，上年结转0元。支出包括：一般公共服务支出1800000元、社会保障和就业支出200436.80元、卫生健康支出50000元、住房保障支出100000元。
    summary 收支总计 amount 2150436.80
    income 一般公共预算财政拨款收入 amount 2150436.80
    summary 上年结转 amount 0.00
    summary 支出/一般公共服务支出 amount 1800000.00
    summary 支出/社会保障和就业支出 amount 200436.80
    summary 支出/卫生健康支出 amount 50000.00
    summary 支出/住房保障支出 amount 100000.00
二、收入预算情况说明
2025年收入总预算2150436.80元，同比增加50436.80元，增长2.40%。其中：一般公共预算拨款收入2150436.80元，占收入总预算的100%，同比增加50436.80元，增长2.40%。
    summary 收入总计 amount 2150436.80
    summary 收入总计 change 50436.80
    summary 收入总计 change_pct 2.40
    income 一般公共预算财政拨款收入 amount 2150436.80
    income 一般公共预算财政拨款收入 share_pct 100
    income 一般公共预算财政拨款收入 change 50436.80
    income 一般公共预算财政拨款收入 change_pct 2.40
三、支出预算情况说明
2025年支出总预算2150436.80元，其中：
    summary 支出总计 amount 2150436.80
基本支出预算1950436.80元，占支出总预算的90.70%，同比增加40436.80元，增长2.12%；
    expenditure 基本支出 amount 1950436.80
    expenditure 基本支出 share_pct 90.70
    expenditure 基本支出 change 40436.80
    expenditure 基本支出 change_pct 2.12
项目支出预算200000元，占支出总预算的9.30%，同比无增减变化。
    expenditure 项目支出 amount 200000.00
    expenditure 项目支出 share_pct 9.30
    expenditure 项目支出 change 无增减变化
（一）一般公共服务支出类科目1800000元，占支出总预算83.70%，同比减少20000元，下降1.10%。
    summary 支出/一般公共服务支出 amount 1800000.00
    summary 支出/一般公共服务支出 share_pct 83.70
    summary 支出/一般公共服务支出 change -20000.00
    summary 支出/一般公共服务支出 change_pct -1.10
（二）社会保障和就业支出类科目200436.80元，占支出总预算9.32%，同比增加16803.36元，增长9.15%。
    summary 支出/社会保障和就业支出 amount 200436.80
    summary 支出/社会保障和就业支出 share_pct 9.32
    summary 支出/社会保障和就业支出 change 16803.36
    summary 支出/社会保障和就业支出 change_pct 9.15
五、一般公共预算支出情况说明
2025年本年一般公共预算支出2150436.80元，同比增加50436.80元，增长2.40%。其中：基本支出1950436.80元，项目支出200000元，具体支出预算如下：
    general_budget 一般公共预算财政拨款支出 amount 2150436.80
    general_budget 一般公共预算财政拨款支出 change 50436.80
    general_budget 一般公共预算财政拨款支出 change_pct 2.40
    general_budget 基本支出 amount 1950436.80
    general_budget 项目支出 amount 200000.00
行政运行（2010301）1500000元，同比增加10000元；信访事务（2010308）300000元，同比持平。
    general_by_item 行政运行 amount 1500000.00 2010301
    general_by_item 行政运行 change 10000.00 2010301
    general_by_item 信访事务 amount 300000.00 2010308
    general_by_item 信访事务 change 持平 2010308
六、政府采购情况
2025年政府采购预算27000元，同比增加27000元，上年无该预算，增长率无可比性。其中：政府集中采购预算20000元，占政府采购预算的74.07%，同比增加20000元；分散采购7000元，占政府采购预算的25.93%。
    procurement 政府采购支出总额 amount 27000.00
    procurement 政府采购支出总额 change 27000.00
    procurement 政府集中采购 amount 20000.00
    procurement 政府集中采购 share_pct 74.07
    procurement 政府集中采购 change 20000.00
    procurement 分散采购 amount 7000.00
    procurement 分散采购 share_pct 25.93
按政府采购项目类型，分为货物类采购、工程类采购和服务类采购三种类型。其中：货物类采购20000元，占政府采购预算74.07%；工程类采购0元，占政府采购预算0%；服务类采购7000元，占政府采购预算25.93%。
    procurement 货物 amount 20000.00
    procurement 货物 share_pct 74.07
    procurement 工程 amount 0.00
    procurement 工程 share_pct 0
    procurement 服务 amount 7000.00
    procurement 服务 share_pct 25.93
"""

HUBEI = """
三、预算收支及增减变化情况：
1.预算收入情况：2025年汉源区信访局（单位）收入预算842.79万元，比2024年单位预算收入增加62.15万元，增长7%。其中：财政拨款收入842.79万元，其他收入0万元。
    income 本年收入合计 amount 8427900.00
    income 本年收入合计 change 621500.00
    income 本年收入合计 change_pct 7
    income 财政拨款收入 amount 8427900.00
    income 其他收入 amount 0.00
2.预算支出情况：2025年汉源区信访局（单位）支出预算842.79万元，比2024年单位预算支出增加62.15万元，增长7%。其中，基本支出781.93万元，占总支出92%；项目支出60.86万元，占总支出8%。按功能科目分类增减变化情况如下：
    expenditure 本年支出合计 amount 8427900.00
    expenditure 本年支出合计 change 621500.00
    expenditure 本年支出合计 change_pct 7
    expenditure 基本支出 amount 7819300.00
    expenditure 基本支出 share_pct 92
    expenditure 项目支出 amount 608600.00
    expenditure 项目支出 share_pct 8
1)一般公共服务支出600.50万元，比上年增加50.20万元，增长9%；
    summary 支出/一般公共服务支出 amount 6005000.00
    summary 支出/一般公共服务支出 change 502000.00
    summary 支出/一般公共服务支出 change_pct 9
2)社会保障和就业支出242.29万元，比上年增加11.95万元；
    summary 支出/社会保障和就业支出 amount 2422900.00
    summary 支出/社会保障和就业支出 change 119500.00
四、机关运行经费安排情况：2025年机关运行经费预算36.50万元，比上年减少2.50万元，下降6.41%。
    agency_operating 机关运行经费 amount 365000.00
    agency_operating 机关运行经费 change -25000.00
    agency_operating 机关运行经费 change_pct -6.41
五、一般公共预算“三公”经费及增减变化情况：2025年“三公”经费预算3.50万元，比2024年减少0.50万元。其中：公务接待费1.00万元，与上年持平；公务用车运行维护费2.50万元，比2024年减少0.50万元，主要原因是节约用车0.5万元。
    three_public 三公经费 budget 35000.00
    three_public 三公经费 change -5000.00
    three_public 公务接待费 budget 10000.00
    three_public 公务接待费 change 持平
    three_public 公务用车运行维护费 budget 25000.00
    three_public 公务用车运行维护费 change -5000.00
    ? 主要原因是节约用车0.5万元
六、政府采购预算安排情况：2025年政府采购预算50.00万元，其中：货物类30.00万元、工程类0万元、服务类20.00万元，比上年增加5.00万元，增长11.11%。
    procurement 政府采购支出总额 amount 500000.00
    procurement 货物 amount 300000.00
    procurement 工程 amount 0.00
    procurement 服务 amount 200000.00
    ? 比上年增加5.00万元
"""

JIANGXI = """
一、2025年部门预算收支情况说明
（一）收入预算情况
2025年浔阳山信访局收入预算总额为238.56万元，较上年预算安排减少12.30万元，下降4.90%；其中：财政拨款收入238.56万元，占收入预算总额的100%，较上年预算安排减少12.30万元，下降4.90%；其他收入0万元，较上年预算安排持平。
    summary 收入总计 amount 2385600.00
    summary 收入总计 change -123000.00
    summary 收入总计 change_pct -4.90
    income 财政拨款收入 amount 2385600.00
    income 财政拨款收入 share_pct 100
    income 财政拨款收入 change -123000.00
    income 财政拨款收入 change_pct -4.90
    income 其他收入 amount 0.00
    income 其他收入 change 持平
（二）支出预算情况
2025年浔阳山信访局支出预算总额为238.56万元，较上年预算安排减少12.30万元，下降4.90%。
    summary 支出总计 amount 2385600.00
    summary 支出总计 change -123000.00
    summary 支出总计 change_pct -4.90
其中：按支出项目类别划分：基本支出188.56万元，占支出预算总额的79.04%，较上年预算安排增加2.10万元，包括工资福利支出150.20万元、商品和服务支出30.10万元、对个人和家庭的补助8.26万元；项目支出50.00万元，占支出预算总额的20.96%，较上年预算安排减少14.40万元。
    expenditure 基本支出 amount 1885600.00
    expenditure 基本支出 share_pct 79.04
    expenditure 基本支出 change 21000.00
    basic_by_economic 工资福利支出 amount 1502000.00
    basic_by_economic 商品和服务支出 amount 301000.00
    basic_by_economic 对个人和家庭的补助 amount 82600.00
    expenditure 项目支出 amount 500000.00
    expenditure 项目支出 share_pct 20.96
    expenditure 项目支出 change -144000.00
按支出功能科目划分：一般公共服务支出200.00万元，占支出预算总额的83.84%，较上年预算安排减少10.00万元；社会保障和就业支出38.56万元，占支出预算总额的16.16%。
    summary 支出/一般公共服务支出 amount 2000000.00
    summary 支出/一般公共服务支出 share_pct 83.84
    summary 支出/一般公共服务支出 change -100000.00
    summary 支出/社会保障和就业支出 amount 385600.00
    summary 支出/社会保障和就业支出 share_pct 16.16
（三）财政拨款支出情况
2025年浔阳山信访局财政拨款支出预算总额238.56万元，较上年预算安排减少12.30万元，下降4.90%。
    fiscal_summary 财政拨款支出总计 amount 2385600.00
    fiscal_summary 财政拨款支出总计 change -123000.00
    fiscal_summary 财政拨款支出总计 change_pct -4.90
三、一般公共预算当年拨款具体使用情况
1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）2025年预算150.30万元，比2024年预算增加12.30万元，增长8.91%，增长原因主要是人员增加。
    general_by_item 行政运行 amount 1503000.00
    general_by_item 行政运行 change 123000.00
    general_by_item 行政运行 change_pct 8.91
2.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）信访事务（项）2025年预算36.00万元，与2024年预算持平。
    general_by_item 信访事务 amount 360000.00
    general_by_item 信访事务 change 持平
（六）2025年“三公”经费财政拨款预算2.60万元，比上年减少0.40万元。其中：因公出国（境）费0万元，与上年预算持平；公务接待费1.60万元，比上年减少0.40万元；公务用车运行维护费1.00万元，与上年持平。
    three_public 三公经费 budget 26000.00
    three_public 三公经费 change -4000.00
    three_public 因公出国（境）费 budget 0.00
    three_public 因公出国（境）费 change 持平
    three_public 公务接待费 budget 16000.00
    three_public 公务接待费 change -4000.00
    three_public 公务用车运行维护费 budget 10000.00
    three_public 公务用车运行维护费 change 持平
"""

NATIONAL = """
一、部门收支总体情况
2026年收支总预算326.50万元，比上年预算减少12.30万元，下降3.63%，主要原因是项目减少。收入包括：一般公共预算拨款收入320.00万元、政府性基金预算拨款收入0万元、上年结转6.50万元；支出包括：一般公共服务支出280.00万元、社会保障和就业支出26.50万元、住房保障支出20.00万元。
    summary 收支总计 amount 3265000.00
    summary 收支总计 change -123000.00
    summary 收支总计 change_pct -3.63
    income 一般公共预算财政拨款收入 amount 3200000.00
    income 政府性基金预算财政拨款收入 amount 0.00
    summary 上年结转 amount 65000.00
    summary 支出/一般公共服务支出 amount 2800000.00
    summary 支出/社会保障和就业支出 amount 265000.00
    summary 支出/住房保障支出 amount 200000.00
二、收入预算情况说明
2026年本年收入合计320.00万元，其中：一般公共预算拨款收入320.00万元，占100%；单位资金收入0万元，占0%。
    income 本年收入合计 amount 3200000.00
    income 一般公共预算财政拨款收入 amount 3200000.00
    income 一般公共预算财政拨款收入 share_pct 100
    income 单位资金收入 amount 0.00
    income 单位资金收入 share_pct 0
三、支出预算情况说明
2026年支出预算326.50万元，其中：基本支出226.50万元，占69.37%；项目支出100.00万元，占30.63%。
    expenditure 本年支出合计 amount 3265000.00
    expenditure 基本支出 amount 2265000.00
    expenditure 基本支出 share_pct 69.37
    expenditure 项目支出 amount 1000000.00
    expenditure 项目支出 share_pct 30.63
四、财政拨款收支预算总体情况说明
2026年财政拨款收支总预算326.50万元，与上年相比减少12.30万元，下降3.63%。
    fiscal_summary 财政拨款收支总计 amount 3265000.00
    fiscal_summary 财政拨款收支总计 change -123000.00
    fiscal_summary 财政拨款收支总计 change_pct -3.63
五、一般公共预算当年拨款情况说明
2026年一般公共预算当年拨款320.00万元，比上年执行数减少8.00万元，下降2.44%。
    general_budget 一般公共预算财政拨款支出 amount 3200000.00
    general_budget 一般公共预算财政拨款支出 change -80000.00
    general_budget 一般公共预算财政拨款支出 change_pct -2.44
（二）一般公共预算当年拨款结构情况
一般公共服务（类）支出273.50万元，占85.47%；社会保障和就业（类）支出26.50万元，占8.28%；住房保障（类）支出20.00万元，占6.25%。
    general_by_class 一般公共服务支出 amount 2735000.00
    general_by_class 一般公共服务支出 share_pct 85.47
    general_by_class 社会保障和就业支出 amount 265000.00
    general_by_class 社会保障和就业支出 share_pct 8.28
    general_by_class 住房保障支出 amount 200000.00
    general_by_class 住房保障支出 share_pct 6.25
（三）一般公共预算当年拨款具体使用情况
1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）2026年预算数为173.50万元，比上年执行数增加3.50万元，增长2.06%。
    general_by_item 行政运行 amount 1735000.00
    general_by_item 行政运行 change 35000.00
    general_by_item 行政运行 change_pct 2.06
2.一般公共服务（类）政府办公厅（室）及相关机构事务（款）信访事务（项）2026年预算数为100.00万元，比上年执行数减少10.00万元，下降9.09%，主要是压减一般性支出10万元。
    general_by_item 信访事务 amount 1000000.00
    general_by_item 信访事务 change -100000.00
    general_by_item 信访事务 change_pct -9.09
    ? 主要是压减一般性支出10万元
六、一般公共预算基本支出情况说明
2026年一般公共预算基本支出220.00万元，其中：人员经费190.00万元，主要包括：基本工资、津贴补贴、奖金；公用经费30.00万元，主要包括：办公费、差旅费。
    basic_by_economic 基本支出 amount 2200000.00
    basic_by_economic 人员经费 amount 1900000.00
    basic_by_economic 公用经费 amount 300000.00
七、“三公”经费预算情况说明
2026年“三公”经费预算数为4.20万元，其中：因公出国（境）费0万元，公务用车购置及运行费3.00万元（其中：公务用车购置费0万元，公务用车运行维护费3.00万元），公务接待费1.20万元。2026年“三公”经费预算比2025年减少0.30万元，下降6.67%，其中：公务接待费减少0.30万元，下降20%。
    three_public 三公经费 budget 42000.00
    three_public 因公出国（境）费 budget 0.00
    three_public 公务用车购置及运行维护费 budget 30000.00
    three_public 公务用车购置费 budget 0.00
    three_public 公务用车运行维护费 budget 30000.00
    three_public 公务接待费 budget 12000.00
    three_public 三公经费 change -3000.00
    three_public 三公经费 change_pct -6.67
    three_public 公务接待费 change -3000.00
    three_public 公务接待费 change_pct -20
八、政府性基金预算支出情况说明
本单位2026年没有使用政府性基金预算拨款安排的支出。
    gov_fund 本表 text declared_empty
九、其他重要事项的情况说明
（一）机关运行经费。2026年本部门机关运行经费财政拨款预算30.00万元，比2025年预算增加1.00万元，增长3.45%。
    agency_operating 机关运行经费 amount 300000.00
    agency_operating 机关运行经费 change 10000.00
    agency_operating 机关运行经费 change_pct 3.45
（二）政府采购情况。2026年政府采购预算总额15.00万元，其中：政府采购货物预算5.00万元、政府采购工程预算0万元、政府采购服务预算10.00万元。
    procurement 政府采购支出总额 amount 150000.00
    procurement 货物 amount 50000.00
    procurement 工程 amount 0.00
    procurement 服务 amount 100000.00
（三）国有资产占有使用情况。截至2025年12月31日，共有车辆2辆，其中，机要通信用车1辆、其他用车1辆。单价50万元以上通用设备0台（套），单价100万元以上专用设备0台（套）。
    assets 车辆数合计 count 2
    assets 车辆/机要通信用车 count 1
    assets 车辆/其他用车 count 1
    assets 设备/单价50万元以上通用设备 count 0
    assets 设备/单价100万元以上专用设备 count 0
（四）绩效目标设置情况。2026年本部门项目支出实行绩效目标管理，涉及一般公共预算当年拨款100.00万元。
    perf_summary 绩效目标涉及一般公共预算拨款 amount 1000000.00
"""


@pytest.mark.parametrize(
    ("text", "year"),
    [(SHANGHAI, 2025), (GUANGXI, 2025), (HUBEI, 2025), (JIANGXI, 2025), (NATIONAL, 2026)],
    ids=["shanghai", "guangxi", "hubei", "jiangxi", "national"],
)
def test_every_figure_has_its_subject(text: str, year: int) -> None:
    check(text, year=year, kind="budget")
